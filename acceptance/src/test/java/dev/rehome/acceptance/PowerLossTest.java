package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.format.Id;
import dev.rehome.testkit.Fingerprint;
import dev.rehome.testkit.PowerLossDisk;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes at every fourth, or every single, write, sync, rename and delete of the local
 * backend: what reached the disk is a valid repository, and a snapshot that was reported as made is
 * in it.
 */
class PowerLossTest {
  /** With {@code -Drehome.crashes=all} every one is tried, else every eighth. */
  private static final int STEP = "all".equals(System.getProperty("rehome.crashes")) ? 1 : 8;

  @TempDir Path temporary = Path.of("");

  /**
   * Two snapshots, the first of which is then forgotten and pruned; the ids of those reported as
   * made.
   */
  private Optional<Id> life(LocalBackend backend, Path source) {
    Optional<Id> made = Optional.empty();
    try (Repository repository = Repositories.make(backend)) {
      Shell.run(
          source, "rm -rf * && echo one > one && head -c 100000 /dev/urandom > only-in-the-first");
      Id first = Repositories.backUp(repository, source).snapshot();
      made = Optional.of(first);
      Shell.run(source, "rm only-in-the-first && echo two > two");
      Id second = Repositories.backUp(repository, source).snapshot();
      made = Optional.of(second);
      repository.snapshots().delete(first);
      Repositories.prune(repository);
    } catch (BackendException | RepositoryFailure e) {
      return made; // the power is gone
    }
    return made;
  }

  @ParameterizedTest
  @EnumSource(PowerLossDisk.Names.class)
  void leavesAValidRepository(PowerLossDisk.Names names) throws IOException {
    Path source = Files.createDirectories(temporary.resolve("source"));
    var whole = new PowerLossDisk(names);
    assertThat(life(new LocalBackend("disk", whole), source)).isPresent();
    int operations = whole.operations();
    assertThat(operations).isGreaterThan(80);
    for (int loss = 1; loss <= operations; loss += STEP) {
      var disk = new PowerLossDisk(names);
      disk.losePowerAt(loss);
      Optional<Id> made = life(new LocalBackend("disk", disk), source);
      Path survivors = Files.createDirectories(temporary.resolve("survivors-" + loss));
      disk.survivors(survivors);
      if (Files.exists(survivors.resolve("config"))) {
        assertValid(survivors, made, loss);
      } else {
        assertThat(made).as("power lost at operation %d", loss).isEmpty();
      }
      Shell.run(temporary, "rm -rf \"$1\"", survivors.toString());
    }
  }

  private void assertValid(Path survivors, Optional<Id> made, int loss) {
    if (loss / STEP % 2 == 0 || Boolean.getBoolean("rehome.restic.always")) {
      Restic.newer().findsValid(survivors);
    }
    Shell.run(
        survivors,
        "mkdir -p locks && find locks -type f -delete"); // their owner, this test, is alive
    try (Repository repository = Repositories.open(survivors)) {
      assertThat(Repositories.check(repository)).as("power lost at operation %d", loss).isEmpty();
      var snapshots = repository.snapshots().list();
      if (made.isPresent()) {
        assertThat(snapshots).anyMatch(saved -> saved.id().equals(made.get()));
        Path target = temporary.resolve("target-" + loss);
        var result =
            Repositories.restore(repository, snapshots.getLast().snapshot().tree(), target);
        assertThat(result.problems()).isZero();
        assertThat(Fingerprint.of(target)).contains("one|");
        Shell.run(temporary, "rm -rf \"$1\"", target.toString());
      }
    }
  }
}
