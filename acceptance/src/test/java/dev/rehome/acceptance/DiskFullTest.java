package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of 60 MB. */
class DiskFullTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  @TempDir Path temporary = Path.of("");

  private interface Use {
    void of(Path small) throws Exception;
  }

  private void withSmallDisk(Use use) throws Exception {
    Path small = Files.createDirectories(temporary.resolve("small"));
    Shell.run(temporary, "mount -t tmpfs -o size=60m tmpfs small");
    try {
      use.of(small);
    } finally {
      Shell.run(temporary, "umount small");
    }
  }

  @Test
  void aBackupSaysSoAndLosesNothing() throws Exception {
    Path fits = SampleTree.random(temporary.resolve("fits"), 10, 1_000_000, 1);
    Path tooMuch = SampleTree.random(temporary.resolve("too-much"), 30, 4_000_000, 2);
    withSmallDisk(
        small -> {
          Path location = small.resolve("repository");
          Repositories.make(location).close();
          assertThat(
                  Rehome.repository("backup", location.toString(), fits.toString())
                      .run(LIMIT)
                      .exitCode())
              .isZero();
          Finished full =
              Rehome.repository("backup", location.toString(), tooMuch.toString()).run(LIMIT);
          assertThat(full.exitCode()).isEqualTo(1);
          assertThat(full.errors())
              .contains("No space left on device")
              .contains("SAFE   the repository is valid")
              .contains("NEXT   make room");
          Restic.newer().findsValid(location);
          assertThat(
                  Rehome.repository("diff", location.toString(), "latest:" + fits, fits.toString())
                      .run(LIMIT))
              .matches(Finished::succeeded);
          Shell.run(small, "find . -name '.rehome-*' | grep . && exit 1 || true");
        });
  }

  @Test
  void aRestoreSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 20, 4_000_000, 2);
    Path location = temporary.resolve("repository");
    Repositories.make(location).close();
    assertThat(
            Rehome.repository("backup", location.toString(), source.toString())
                .run(LIMIT)
                .exitCode())
        .isZero();
    withSmallDisk(
        small -> {
          Shell.run(small, "head -c 1M /dev/zero > in-the-way");
          var restore =
              Rehome.repository(
                  "restore",
                  location.toString(),
                  "latest:" + source,
                  "--target",
                  small.resolve("t").toString(),
                  "--verify");
          Finished full = restore.run(LIMIT);
          assertThat(full.exitCode()).isEqualTo(1);
          assertThat(full.errors())
              .contains("the target's disk is full")
              .contains("it goes on from there");
          Shell.run(temporary, "mount -o remount,size=120m small");
          assertThat(restore.run(LIMIT).exitCode()).isZero();
        });
  }
}
