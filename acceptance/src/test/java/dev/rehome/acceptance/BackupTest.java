package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.backup.Part;
import dev.rehome.repository.backup.SourceProblem;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.progress.Meter;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir Path temporary = Path.of("");
  private Path location = Path.of("");
  private Repository repository = Repositories.make(new dev.rehome.testkit.MemoryBackend());
  private final List<SourceProblem> problems = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void make() {
    location = temporary.resolve("repository");
    repository = Repositories.make(location);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Backup backup(BackupOptions options, BackupListener listener) {
    return new Backup(repository, options, listener, new Meter(), new Cancellation());
  }

  private Backup backup() {
    return backup(BackupOptions.PLAIN, problems::add);
  }

  private static String content(int length, long seed) {
    var random = new java.util.Random(seed);
    var out = new StringBuilder();
    while (out.length() < length) {
      out.append(Long.toHexString(random.nextLong()));
    }
    return out.toString();
  }

  @Test
  void anUnchangedTreeStoresNothingAgain() {
    Path source = SampleTree.make(temporary.resolve("source"));
    BackupResult first = Repositories.backUp(repository, source);
    BackupResult second = Repositories.backUp(repository, source);
    assertThat(second.summary().filesUnmodified()).isEqualTo(first.summary().files());
    assertThat(second.summary().dataBlobs()).isZero();
    assertThat(repository.snapshots().list().getLast().snapshot().parent())
        .contains(first.snapshot());
  }

  @Test
  void anInsertionMovesFewBorders() throws Exception {
    Path source = Files.createDirectories(temporary.resolve("source"));
    String text = content(40_000_000, 1);
    Files.writeString(source.resolve("large"), text);
    BackupResult first = Repositories.backUp(repository, source);
    Files.writeString(
        source.resolve("large"),
        text.substring(0, 20_000_000) + "inserted" + text.substring(20_000_000));
    BackupResult second = Repositories.backUp(repository, source);
    assertThat(first.summary().dataBlobs()).isGreaterThan(10);
    assertThat(second.summary().dataBlobs()).isLessThanOrEqualTo(6);
  }

  @Test
  void equalContentsAreStoredOnceAcrossHosts() throws Exception {
    Path one = SampleTree.random(temporary.resolve("one"), 20, 100_000, 1);
    Path two = SampleTree.random(temporary.resolve("two"), 20, 100_000, 1);
    Repositories.backUp(repository, one);
    var otherHost =
        new BackupOptions(
            List.of(), Optional.of("another-host"), Optional.empty(), PathPatterns.NONE);
    BackupResult result = backup(otherHost, problems::add).paths(List.of(RawPath.of(two)));
    assertThat(result.summary().dataBlobs()).isZero();
    assertThat(result.summary().filesNew()).isEqualTo(20);
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNamed() throws Exception {
    Path source = Files.createDirectories(temporary.resolve("source"));
    Path file = Files.writeString(source.resolve("busy"), content(60_000_000, 1));
    var stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    try {
                      Files.writeString(file, "more", StandardOpenOption.APPEND);
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  }
                });
    BackupResult result = backup().paths(List.of(RawPath.of(source)));
    stop.set(true);
    writer.join();
    assertThat(result.problems()).isEqualTo(1);
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(SourceProblem.Kind.CHANGED);
              assertThat(problem.toString()).contains(file.toString());
            });
    assertThat(Repositories.check(repository)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheRestIsStored() throws Exception {
    Path source = Files.createDirectories(temporary.resolve("source"));
    Files.writeString(source.resolve("fine"), "fine");
    BackupResult result = backup().paths(List.of(RawPath.of(source), RawPath.of("/proc/self/mem")));
    assertThat(result.problems()).isEqualTo(1);
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(SourceProblem.Kind.UNREADABLE);
              assertThat(problem.toString()).contains("/proc/self/mem");
            });
    assertThat(Restic.newer().succeed(location, "ls", "latest"))
        .contains("/fine")
        .doesNotContain("/self/mem\n");
  }

  @Test
  void aFileThatVanishesIsNamed() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 300, 100_000, 1);
    Path last = source.resolve("file-99");
    var deleting =
        new Meter() {
          @Override
          public void bytes(long count) {
            try {
              Files.deleteIfExists(
                  last); // named by its folder before any file was read, and sorted last
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
            super.bytes(count);
          }
        };
    BackupResult result =
        new Backup(repository, BackupOptions.PLAIN, problems::add, deleting, new Cancellation())
            .paths(List.of(RawPath.of(source)));
    assertThat(result.problems()).isEqualTo(1);
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(SourceProblem.Kind.VANISHED);
              assertThat(problem.path().toString()).isEqualTo(last.toString());
            });
    assertThat(result.summary().files()).isEqualTo(299);
  }

  @Test
  void whatIsExcludedIsLeftOut() {
    Path source = SampleTree.make(temporary.resolve("source"));
    var options =
        new BackupOptions(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            PathPatterns.of(List.of("z*", source + "/folder/**")));
    backup(options, problems::add).paths(List.of(RawPath.of(source)));
    assertThat(Restic.newer().succeed(location, "ls", "latest"))
        .contains(source + "/folder\n")
        .contains(source + "/Z/ä")
        .doesNotContain(source + "/zeros")
        .doesNotContain("Z/z")
        .doesNotContain("folder/file");
  }

  @Test
  void aStreamBecomesAFile() {
    byte[] bytes = content(5_000_000, 3).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    backup().stream("dump.sql", new ByteArrayInputStream(bytes));
    assertThat(Restic.newer().succeed(location, "dump", "latest", "/dump.sql"))
        .isEqualTo(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void partsStoredOnTheirOwnStandUnderOneRoot() {
    Path files = SampleTree.make(temporary.resolve("files"));
    BackupResult folder = backup().paths(List.of(RawPath.of(files)));
    BackupResult dump = backup().stream("stdin", new ByteArrayInputStream(new byte[] {1, 2, 3}));
    BackupResult whole =
        backup()
            .assemble(
                List.of(
                    Part.folder("files/api", folder),
                    Part.file("database/app/dump", "stdin", dump),
                    Part.file("backup.json", "stdin", dump)));
    assertThat(repository.snapshots().list())
        .singleElement()
        .matches(saved -> saved.id().equals(whole.snapshot()));
    Repositories.prune(repository);
    Restic.both().forEach(restic -> restic.findsValid(location));
    assertThat(Restic.newer().succeed(location, "ls", "latest"))
        .contains("/files/api" + files + "/folder/file\n")
        .contains("/database/app/dump\n")
        .contains("/backup.json\n");
    assertThat(Repositories.check(repository)).isEmpty();
  }

  @Test
  void aRepositoryInsideOfWhatIsBackedUpIsRefused() {
    assertThatThrownBy(() -> backup().paths(List.of(RawPath.of(temporary))))
        .isInstanceOf(RepositoryFailure.class)
        .hasMessageContaining("lies inside of " + temporary);
    assertThat(repository.snapshots().list()).isEmpty();
  }

  @Test
  void onePathBelowAnotherIsCoveredByIt() {
    Path source = SampleTree.make(temporary.resolve("source"));
    Repositories.backUp(repository, source.resolve("folder"), source, source.resolve("a"));
    assertThat(Restic.newer().succeed(location, "ls", "latest"))
        .contains(source + "/a\n")
        .contains("/folder/file\n");
    Restic.newer().findsValid(location);
  }

  @Test
  void cancellingStopsSoonAndLeavesAValidRepository() throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 100, 3_000_000, 1);
    var cancellation = new Cancellation();
    var meter =
        new Meter() {
          @Override
          public void bytes(long count) {
            super.bytes(count);
            if (now().bytes() > 60_000_000) {
              cancellation.cancel();
            }
          }
        };
    assertThatThrownBy(
            () ->
                new Backup(repository, BackupOptions.PLAIN, problems::add, meter, cancellation)
                    .paths(List.of(RawPath.of(source))))
        .isInstanceOf(RepositoryFailure.class)
        .extracting(e -> ((RepositoryFailure) e).reason())
        .isEqualTo(RepositoryFailure.Reason.CANCELLED);
    assertThat(meter.now().bytes()).isLessThan(150_000_000);
    Restic.newer().findsValid(location);
    assertThat(Shell.run(location, "ls locks").trim()).isEmpty();
  }
}
