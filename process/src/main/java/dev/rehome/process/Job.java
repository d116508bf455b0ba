package dev.rehome.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A command that goes on when this program is killed, and runs at most once. Its folder tells
 * everything about it, also to a later process: a lock that is held while it runs, what it printed,
 * and in the end its exit code.
 *
 * <p>The lock is the kernel's (flock), so it cannot be left over, and is not confused by process
 * ids that are used again.
 */
public final class Job {
  /** What a look at the folder finds. */
  public enum State {
    /** It never began. */
    NEW,
    RUNNING,
    /** It ended, and its exit code is known. */
    ENDED,
    /** It began and was killed: how far it came is unknown. */
    LOST
  }

  private static final int NOT_STARTED = 75;
  private static final int BY_SIGNAL = 128; // and the signal's number, as shells say it
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Runs the arguments; {@code $0} is the job's folder. The pid file, once there, stays. */
  private static final String SCRIPT =
      """
      [ ! -e "$0/session" ] || exit 75
      echo $PPID > "$0/session.new" && mv "$0/session.new" "$0/session"
      "$@" >> "$0/output" 2>> "$0/errors" < /dev/null
      echo $? > "$0/exit-code.new" && mv "$0/exit-code.new" "$0/exit-code"
      """;

  private final Path folder;

  public Job(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  public Path output() {
    return folder.resolve("output");
  }

  public Path errors() {
    return folder.resolve("errors");
  }

  public State state() {
    Optional<State> ended = ended();
    if (ended.isPresent()) {
      return ended.get();
    }
    if (!Files.exists(folder.resolve("lock"))) {
      return State.NEW;
    }
    if (!lockIsFree()) {
      return State.RUNNING;
    }
    boolean began = Files.exists(folder.resolve("session"));
    return ended().orElse(began ? State.LOST : State.NEW); // it may have ended between the looks
  }

  /** A command that a signal ended did not end by itself: what it started may still be at work. */
  private Optional<State> ended() {
    if (!Files.exists(folder.resolve("exit-code"))) {
      return Optional.empty();
    }
    return Optional.of(exitCode() > BY_SIGNAL ? State.LOST : State.ENDED);
  }

  private int exitCode() {
    try {
      return Integer.parseInt(Files.readString(folder.resolve("exit-code")).trim());
    } catch (IOException e) {
      throw new UncheckedIOException("could not read how a job ended", e);
    }
  }

  private boolean lockIsFree() {
    return Command.of("flock", "-n", folder.resolve("lock").toString(), "true")
        .run(Duration.ofMinutes(1))
        .succeeded();
  }

  /** Starts it, unless it was started before: then that one counts. */
  public void start(Command command) {
    if (Files.exists(folder.resolve("session"))) {
      return;
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (String name : List.of("lock", "output", "errors")) {
        if (!Files.exists(folder.resolve(name))) {
          Files.createFile(
              folder.resolve(name),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
      }
      var arguments = new ArrayList<>(List.of("flock", "-n", "-o", "-E", "" + NOT_STARTED));
      arguments.addAll(List.of(folder.resolve("lock").toString(), "sh", "-c", SCRIPT));
      arguments.add(folder.toString());
      arguments.addAll(command.arguments());
      Process process = command.builder(arguments).start();
      process.getOutputStream().close();
      while (process.isAlive() && !Files.exists(folder.resolve("session"))) {
        pause();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + command.arguments().getFirst(), e);
    }
  }

  /**
   * Waits until it has ended or is lost; earlier, and leaving it running, once {@code enough} says
   * so.
   */
  public State await(BooleanSupplier enough) {
    State state = state();
    while (state == State.RUNNING && !enough.getAsBoolean()) {
      for (int i = 0; i < 5 && !Files.exists(folder.resolve("exit-code")); i++) {
        pause();
      }
      state = state();
    }
    return state;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a job", e);
    }
  }

  /** How it ended, and what it printed. */
  public Finished finished() {
    try {
      return new Finished(exitCode(), Text.of(output()), Text.of(errors()));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read how a job ended", e);
    }
  }

  /** What a lost job started and still runs, as {@code pid name}. */
  public List<String> survivors() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      String session = Files.readString(folder.resolve("session")).trim();
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .flatMap(process -> member(process, session))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("could not list the processes of this machine", e);
    }
  }

  private static Stream<String> member(Path process, String session) {
    try {
      String status = Files.readString(process.resolve("stat"));
      int name = status.lastIndexOf(')'); // the name may hold anything
      String[] fields = status.substring(name + 2).split(" ");
      return fields[3].equals(session) && !fields[0].equals("Z")
          ? Stream.of(status.substring(0, name + 1))
          : Stream.of();
    } catch (IOException e) {
      return Stream.of(); // it has ended
    }
  }
}
