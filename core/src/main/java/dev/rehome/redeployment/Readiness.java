package dev.rehome.redeployment;

import dev.rehome.database.Database;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.process.Account;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at everything that a run would trip over, and gathers all of it. */
public final class Readiness {
  private final Workshop workshop;
  private final String from;
  private final String to;
  private final Path temporary;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<DestroyPlan> destroyPlan = Optional.empty();

  /**
   * @param temporary where dumps are kept for a while
   */
  Readiness(Workshop workshop, String from, String to, Path temporary) {
    this.workshop = workshop;
    this.from = from;
    this.to = to;
    this.temporary = temporary;
  }

  /** What was found. */
  public record Report(
      List<String> problems, List<String> warnings, Optional<DestroyPlan> destroyPlan) {
    public void refuse() {
      if (!problems.isEmpty()) {
        throw new FailureException(
            Failure.Kind.NOT_READY,
            problems.size() == 1
                ? problems.getFirst()
                : problems.size() + " things stand in the way:\n" + String.join("\n", problems),
            Safety.NOTHING_CHANGED,
            "put that right, then rehome check");
      }
    }
  }

  Report look() {
    attempt(this::revisions);
    attempt(this::infrastructure);
    attempt(this::accounts);
    attempt(this::databases);
    attempt(this::files);
    attempt(this::repository);
    return new Report(
        problems.stream().distinct().toList(), warnings.stream().distinct().toList(), destroyPlan);
  }

  private void attempt(Runnable look) {
    try {
      look.run();
    } catch (FailureException e) {
      Failure failure = e.failure();
      problems.add(
          failure.whatHappened()
              + (failure.next().isEmpty() ? "" : " (" + failure.next().getFirst() + ")"));
    } catch (RepositoryFailure e) {
      problems.add(e.whatHappened());
    }
  }

  private void revisions() {
    Optional<Stack.Revisions> settings = workshop.stack().revisions();
    Optional<String> remote = settings.flatMap(Stack.Revisions::remote);
    if (remote.isPresent() && !workshop.revisions().pushed(to, remote.get())) {
      problems.add("revision " + to + " is not pushed to " + remote.get());
    }
    if (workshop.revisions().dirty()) {
      warnings.add("the checkout has changes that are not committed; they are in no revision");
    }
    if (from.equals(to)) {
      warnings.add("the revision does not change: " + to);
    }
  }

  private void infrastructure() {
    workshop.old().standing();
    DestroyPlan plan = workshop.old().infrastructure().planDestroy();
    destroyPlan = Optional.of(plan);
    problems.addAll(plan.problems());
    problems.addAll(plan.missing());
    warnings.addAll(plan.warnings());
    workshop.fresh().infrastructure().planCreate();
  }

  private void accounts() {
    Stream.of(workshop.stack().quiesce(), workshop.stack().open(), workshop.stack().migrate())
        .flatMap(List::stream)
        .flatMap(task -> task.user().stream())
        .distinct()
        .filter(user -> Account.find(user).isEmpty())
        .forEach(user -> problems.add("there is no user " + user + " on this machine"));
    if (workshop.stack().migrate().isEmpty()) {
      warnings.add("the stack file names no commands to migrate");
    }
    if (workshop.stack().quiesce().isEmpty()) {
      warnings.add("the stack file names no commands that stop the writers (quiesce)");
    }
  }

  private void databases() {
    if (workshop.old().state().empty()) {
      return; // said already, and nothing can be resolved
    }
    long bytes = 0;
    for (Database database : workshop.old().sources().source().databases()) {
      long[] size = new long[1];
      attempt(() -> size[0] = database(database));
      bytes += size[0];
    }
    room(temporary, bytes, "dumps");
    room(workshop.scratchFolder(), bytes * 2, "the proof's databases");
  }

  private long database(Database database) {
    problems.addAll(database.obstacles());
    if (database.endpoint().admin().isEmpty()) {
      warnings.add(
          "database "
              + database.endpoint()
              + " has no admin-user, so the application cannot be kept out; writes are noticed");
    }
    workshop.scratch().possible(database.serverVersion() / 10_000);
    return database.bytes();
  }

  private void room(Path place, long needed, String what) {
    Path there = place.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (free < needed) {
        problems.add(
            "too little room for "
                + what
                + " in "
                + there
                + ": "
                + needed
                + " bytes are needed, "
                + free
                + " are free");
      }
    } catch (IOException e) {
      problems.add("cannot see how much room is in " + there + ": " + e.getMessage());
    }
  }

  private void files() {
    if (workshop.old().state().empty()) {
      return;
    }
    for (FileSet set : workshop.old().sources().source().files()) {
      for (String path : set.include()) {
        Path file = Path.of(set.root()).resolve(path);
        if (!Files.exists(file) || !Files.isReadable(file)) {
          problems.add("there is no " + file + " that could be read");
        }
      }
    }
  }

  private void repository() {
    if (workshop.repository().repository().keys().names().size() < 2) {
      warnings.add(
          "the repository has one key only; rehome repository key add makes another, for the day"
              + " on which the password is lost");
    }
    workshop.repository().repository().blobs();
  }
}
