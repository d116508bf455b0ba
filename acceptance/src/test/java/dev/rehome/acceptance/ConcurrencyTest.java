package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  @TempDir Path temporary = Path.of("");

  @Test
  void twoBackUpAtOnceWhileAThirdMayNotPrune() throws Exception {
    Path one = SampleTree.random(temporary.resolve("one"), 100, 4_000_000, 1);
    Path two = SampleTree.random(temporary.resolve("two"), 100, 4_000_000, 1); // the same contents
    Path location = temporary.resolve("repository");
    Repositories.make(location).close();
    try (Running first = Rehome.repository("backup", location.toString(), one.toString()).start();
        Running second = Rehome.repository("backup", location.toString(), two.toString()).start()) {
      while (Shell.run(location, "ls locks | wc -l").trim().equals("0")) {
        Thread.sleep(20);
      }
      Finished prune = Rehome.repository("prune", location.toString()).run(LIMIT);
      assertThat(prune.exitCode()).isEqualTo(11);
      assertThat(prune.errors())
          .contains("is locked jointly by root")
          .contains("SAFE   nothing was changed")
          .contains("NEXT   wait until that is done");
      Finished forbidden = Restic.newer().on(location, "prune");
      assertThat(forbidden.exitCode()).isEqualTo(11);
      assertThat(first.finish(new byte[0], LIMIT).exitCode()).isZero();
      assertThat(second.finish(new byte[0], LIMIT).exitCode()).isZero();
    }
    try (Repository repository = Repositories.open(location)) {
      assertThat(repository.snapshots().list()).hasSize(2);
      assertThat(Repositories.check(repository)).isEmpty();
      Repositories.prune(repository);
      assertThat(Repositories.check(repository)).isEmpty();
    }
    Restic.both().forEach(restic -> restic.findsValid(location));
    for (Path each : java.util.List.of(one, two)) {
      Finished diff =
          Rehome.repository(
                  "diff",
                  location.toString(),
                  "latest:" + each,
                  each.toString(),
                  "--path",
                  each.toString())
              .run(LIMIT);
      assertThat(diff.exitCode()).as(diff.output() + diff.errors()).isZero();
    }
  }

  @Test
  void resticsLocksAreRespectedAndOursByRestic() {
    Path location = temporary.resolve("repository");
    try (Repository repository = Repositories.make(location)) {
      Repositories.backUp(repository, SampleTree.random(temporary.resolve("source"), 1, 10, 1));
      try (var exclusive = RepositoryLock.take(repository, RepositoryLock.Mode.EXCLUSIVE)) {
        exclusive.ensureHeld();
        Finished finished =
            Restic.newer().on(location, "backup", temporary.resolve("source").toString());
        assertThat(finished.exitCode()).isEqualTo(11);
        assertThat(finished.errors()).contains("locked exclusively");
        assertThatThrownBy(() -> RepositoryLock.take(repository, RepositoryLock.Mode.SHARED))
            .isInstanceOf(RepositoryFailure.class)
            .hasMessageContaining("locked exclusively");
      }
      try (var shared = RepositoryLock.take(repository, RepositoryLock.Mode.SHARED);
          var another = RepositoryLock.take(repository, RepositoryLock.Mode.SHARED)) {
        shared.ensureHeld();
        another.ensureHeld();
        assertThat(
                Restic.newer()
                    .on(location, "backup", temporary.resolve("source").toString())
                    .exitCode())
            .isZero();
        assertThat(Restic.newer().on(location, "prune").exitCode()).isEqualTo(11);
      }
      assertThat(Shell.run(location, "ls locks").trim()).isEmpty();
    }
  }

  @Test
  void theLockOfADeadProcessIsInNobodysWay() throws Exception {
    Path location = temporary.resolve("repository");
    Path source = SampleTree.random(temporary.resolve("source"), 100, 4_000_000, 1);
    Repositories.make(location).close();
    try (Running running =
        Rehome.repository("backup", location.toString(), source.toString()).start()) {
      while (Shell.run(location, "ls locks").isBlank()) {
        Thread.sleep(20);
      }
      running.signal("KILL");
      running.finish(new byte[0], LIMIT);
    }
    try (Repository repository = Repositories.open(location)) {
      assertThat(RepositoryLock.list(repository))
          .singleElement()
          .matches(held -> held.stale(java.time.Instant.now()));
      assertThat(Restic.newer().on(location, "backup", source.toString()).exitCode()).isZero();
      Repositories.prune(repository); // takes it away, and works
      assertThat(RepositoryLock.list(repository)).isEmpty();
    }
  }
}
