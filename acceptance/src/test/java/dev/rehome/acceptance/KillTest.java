package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.repository.Repository;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the real program at random moments: a valid repository, and no work that was stored is
 * stored again.
 */
@Order(1) // it takes longest
class KillTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int KILLS = Integer.getInteger("rehome.kills", 4);
  private final Random random = new Random(20261122);
  @TempDir Path temporary = Path.of("");

  private static Finished finish(Command command) {
    Finished finished = command.run(LIMIT);
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    return finished;
  }

  /** Whether it was still running when the signal came. */
  private static boolean killAfter(Command command, long milliseconds) throws InterruptedException {
    try (Running running = command.start()) {
      Thread.sleep(milliseconds);
      running.signal("KILL");
      return running.finish(new byte[0], LIMIT).exitCode() == 128 + 9;
    }
  }

  private static long milliseconds(Command command) {
    long start = System.nanoTime();
    finish(command);
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Bytes of whole packs, without what an interrupted write left behind. */
  private static long stored(Path location) {
    return Long.parseLong(
        Shell.run(
                location,
                "find data -type f -regex '.*/[0-9a-f]*' -printf '%s\\n"
                    + "' | awk '{s += $1} END {print s + 0}'")
            .trim());
  }

  @Test
  void ofABackup() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 14, 5_000_000, 1);
    SampleTree.random(source.resolve("small"), 300, 3000, 2);
    Path location = temporary.resolve("first");
    Repositories.make(location).close();
    Command first = Rehome.repository("backup", location.toString(), source.toString());
    long whole = milliseconds(first);
    long storedByFirst = stored(location);
    int killed = 0;
    for (int i = 0; killed < KILLS; i++) {
      assertThat(i).as("so many came to their end before the signal").isLessThan(3 * KILLS);
      Path each = temporary.resolve("backup-" + i);
      Repositories.make(each).close();
      Command backup = Rehome.repository("backup", each.toString(), source.toString());
      if (killAfter(backup, 100 + random.nextLong(whole))) {
        killed++;
      } else {
        whole = Math.max(300, whole * 3 / 4); // the machine was slower when it was measured
      }
      Restic.newer().findsValid(each);
      finish(backup);
      assertThat(stored(each)).isLessThanOrEqualTo(storedByFirst + storedByFirst / 10);
      assertRestores(each, source);
      Shell.run(temporary, "rm -rf \"$1\"", each.toString());
    }
  }

  private void assertRestores(Path location, Path source) {
    Restic.newer().findsValid(location);
    finish(Rehome.repository("check", "--read-data", location.toString()));
    finish(Rehome.repository("diff", location.toString(), "latest:" + source, source.toString()));
  }

  @Test
  @Tag("long")
  void ofAPrune() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 70, 700_000, 1);
    Path prepared = temporary.resolve("prepared");
    try (Repository repository = Repositories.make(prepared)) {
      var old = Repositories.backUp(repository, source);
      Shell.run(source, "rm file-*[13579]");
      Repositories.backUp(repository, source);
      repository.snapshots().delete(old.snapshot());
    }
    Shell.run(temporary, "cp -a prepared timed");
    long whole =
        milliseconds(
            Rehome.repository("prune", temporary.resolve("timed").toString(), "--max-unused", "0"));
    long afterOne = stored(temporary.resolve("timed"));
    int killed = 0;
    for (int i = 0; killed < KILLS; i++) {
      assertThat(i).as("so many came to their end before the signal").isLessThan(3 * KILLS);
      Path each = temporary.resolve("prune-" + i);
      Shell.run(temporary, "cp -a prepared \"$1\"", each.toString());
      Command prune = Rehome.repository("prune", each.toString(), "--max-unused", "0");
      if (killAfter(prune, 100 + random.nextLong(whole))) {
        killed++;
      } else {
        whole = Math.max(300, whole * 3 / 4);
      }
      Restic.newer().findsValid(each);
      finish(prune);
      assertRestores(each, source);
      assertThat(stored(each))
          .isCloseTo(afterOne, withinPercentage(1)); // blobs may be packed otherwise
      Shell.run(temporary, "rm -rf \"$1\"", each.toString());
    }
  }

  @Test
  void ctrlCStopsAndSaysSo() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 100, 5_000_000, 1);
    Path location = temporary.resolve("repository");
    Repositories.make(location).close();
    try (Running running =
        Rehome.repository("backup", location.toString(), source.toString()).start()) {
      while (stored(location) == 0) {
        Thread.sleep(20);
      }
      running.signal("INT");
      Finished finished = running.finish(new byte[0], LIMIT);
      assertThat(finished.exitCode()).isEqualTo(130);
      assertThat(finished.errors())
          .contains("stopped as you asked")
          .contains("the repository is valid");
    }
    assertThat(Shell.run(location, "ls locks").trim()).isEmpty();
    Restic.newer().findsValid(location);
  }
}
