package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.retention.Forget;
import dev.rehome.testkit.FailingBackend;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The backend breaks at its n-th call, for every fourth n of an operation (or every one): what is
 * left is always a valid repository.
 */
class CrashTest {
  /** With {@code -Drehome.crashes=all} every one is tried, else every eighth. */
  private static final int STEP = "all".equals(System.getProperty("rehome.crashes")) ? 1 : 8;

  @TempDir Path temporary = Path.of("");
  private int round;

  /** A repository with two snapshots of which the first has data of its own. */
  private Path prepared() {
    Path source = SampleTree.random(temporary.resolve("source"), 6, 200_000, 1);
    Path location = temporary.resolve("prepared");
    try (Repository repository = Repositories.make(location)) {
      Repositories.backUp(repository, source);
      Shell.run(source, "rm file-1 file-2 && echo changed > file-3");
      Repositories.backUp(repository, source);
    }
    SampleTree.random(source.resolve("more"), 6, 200_000, 2);
    return location;
  }

  private void everyCallFails(Consumer<Repository> operation, boolean afterwardsItStillWorks) {
    Path prepared = prepared();
    int calls = callsOf(prepared, operation);
    assertThat(calls).isGreaterThan(8);
    for (FailingBackend.When when : FailingBackend.When.values()) {
      for (int failing = 1; failing <= calls; failing += STEP) {
        Path location = copy(prepared);
        boolean failed =
            fails(new FailingBackend(new LocalBackend(location), failing, when), operation);
        assertThat(failed || failing == calls).as("call %d of %d fails", failing, calls).isTrue();
        assertValid(location);
        if (afterwardsItStillWorks) {
          Shell.run(
              location,
              "rm -f locks/*"); // the lock of a process that is, in this test, still alive
          try (Repository repository = Repositories.open(location)) {
            operation.accept(repository);
            assertThat(Repositories.check(repository)).isEmpty();
          }
        }
        Shell.run(temporary, "rm -rf \"$1\"", location.toString());
      }
    }
  }

  private Path copy(Path prepared) {
    Path location = temporary.resolve("round-" + round++);
    Shell.run(temporary, "cp -a \"$1\" \"$2\"", prepared.toString(), location.toString());
    return location;
  }

  private int callsOf(Path prepared, Consumer<Repository> operation) {
    var counting = new FailingBackend(new LocalBackend(copy(prepared)));
    assertThat(fails(counting, operation)).isFalse();
    return counting.calls();
  }

  private static boolean fails(Backend backend, Consumer<Repository> operation) {
    try (Repository repository = Repository.open(backend, Repositories.password())) {
      operation.accept(repository);
      return false;
    } catch (BackendException | RepositoryFailure e) {
      return true;
    }
  }

  private void assertValid(Path location) {
    if (round % 2 == 0 || Boolean.getBoolean("rehome.restic.always")) {
      Restic.newer().findsValid(location);
    }
    Shell.run(
        location,
        "mkdir -p aside && mv locks/* aside/ 2>/dev/null || true"); // its owner, this test, is
    // alive
    try (Repository repository = Repositories.open(location)) {
      assertThat(Repositories.check(repository)).isEmpty();
      assertThat(repository.snapshots().list()).isNotEmpty();
    }
    Shell.run(location, "mv aside/* locks/ 2>/dev/null || true; rmdir aside");
  }

  @Test
  void ofABackup() {
    everyCallFails(
        repository -> Repositories.backUp(repository, temporary.resolve("source")), true);
  }

  @Test
  void ofARestore() {
    everyCallFails(
        repository -> {
          Path target = temporary.resolve("target-" + round);
          var result =
              Repositories.restore(
                  repository, repository.snapshots().list().getFirst().snapshot().tree(), target);
          Shell.run(temporary, "rm -rf \"$1\"", target.toString());
          if (result.problems() > 0) {
            throw new BackendException(
                BackendException.Kind.PERMANENT, "restored incompletely, and said so");
          }
        },
        false);
  }

  @Test
  void ofAForget() {
    everyCallFails(
        repository ->
            new Forget(repository).run(all -> all.size() > 1 ? List.of(all.getFirst()) : List.of()),
        true);
  }

  @Test
  void ofAPrune() {
    everyCallFails(
        repository -> {
          var all = repository.snapshots().list();
          if (all.size() > 1) {
            repository.snapshots().delete(all.getFirst().id());
          }
          Repositories.prune(repository);
        },
        true);
  }
}
