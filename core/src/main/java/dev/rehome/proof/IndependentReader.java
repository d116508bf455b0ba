package dev.rehome.proof;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.proof.Proof.ReaderProof;
import dev.rehome.repository.Crew;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * restic, if it is installed: it knows nothing of Rehome, so what it can read does not rest on
 * Rehome's own code.
 */
public record IndependentReader(String location, Secret password) {
  private static final Duration LIMIT = Duration.ofHours(12);

  /** Begins to check the repository and to list the snapshot, beside other work. */
  Checking begin(String snapshot) {
    return new Checking(() -> check(snapshot));
  }

  /** restic at work; closed before it is done, it ends. */
  static final class Checking implements AutoCloseable {
    private final FutureTask<ReaderProof> task;
    private final Thread thread;

    private Checking(Callable<ReaderProof> check) {
      task = new FutureTask<>(check);
      thread = Thread.startVirtualThread(task);
    }

    /** Waits until it is done. */
    ReaderProof outcome() {
      return Crew.result(task);
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private ReaderProof check(String snapshot) {
    Finished version = run(Command.of("restic", "version"));
    if (!version.succeeded()) {
      return new ReaderProof("restic", new ReaderOutcome.NotAsked("it is not installed here"));
    }
    String program = version.output().replaceAll("(?s)^(restic \\S+).*", "$1").strip();
    Optional<String> place = place();
    if (place.isEmpty()) {
      return new ReaderProof(program, new ReaderOutcome.NotAsked("it cannot reach " + location));
    }
    Command restic =
        Command.of("restic", "--no-lock", "--no-cache", "-q", "-r", place.get())
            .with("RESTIC_PASSWORD", password);
    for (Command command : new Command[] {restic.and("check"), restic.and("ls", snapshot)}) {
      Finished finished = run(command);
      if (!finished.succeeded()) {
        return new ReaderProof(program, new ReaderOutcome.Failed(finished.errors().strip()));
      }
    }
    return new ReaderProof(program, new ReaderOutcome.Passed());
  }

  private static Finished run(Command command) {
    try {
      return command.run(LIMIT);
    } catch (java.io.UncheckedIOException e) {
      return new Finished(127, "", String.valueOf(e.getMessage()));
    }
  }

  /** The location as restic writes it. */
  private Optional<String> place() {
    if (location.startsWith("s3://")) {
      return Optional.of("s3:https://s3.amazonaws.com/" + location.substring("s3://".length()));
    }
    if (location.startsWith("gs://")) {
      boolean atGoogle = System.getenv().getOrDefault("STORAGE_EMULATOR_HOST", "").isEmpty();
      String path = location.substring("gs://".length());
      return atGoogle
          ? Optional.of("gs:" + path.replaceFirst("/|$", ":/"))
          : Optional.empty(); // restic asks Google, whatever that variable says
    }
    return location.startsWith("s3:")
        ? Optional.of(location)
        : Optional.of(Path.of(location).toAbsolutePath().toString());
  }
}
