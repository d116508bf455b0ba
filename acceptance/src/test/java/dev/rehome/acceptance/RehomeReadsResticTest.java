package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Selection;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.comparison.LiveComparison;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Tree;
import dev.rehome.repository.progress.Meter;
import dev.rehome.testkit.Fingerprint;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What restic writes, Rehome reads; and both work in one repository. */
class RehomeReadsResticTest {
  @TempDir Path temporary = Path.of("");

  static List<Restic> restics() {
    return Restic.both();
  }

  @ParameterizedTest
  @MethodSource("restics")
  void itRestoresChecksAndCompares(Restic restic) throws Exception {
    Path source = SampleTree.make(temporary.resolve("source"));
    if (restic.equals(Restic.INSTALLED)) {
      Shell.run(
          source, "rm odd-link dangling; touch -d 2020-01-01 ."); // 0.14 does not keep all of them
    }
    Path location = temporary.resolve("repository");
    restic.succeed(location, "init");
    restic.succeed(location, "backup", source.toString());
    try (Repository repository = Repositories.open(location)) {
      assertThat(Repositories.check(repository)).isEmpty();
      Id tree = Selection.of(repository, "latest:" + source, snapshot -> true).tree();
      Path target = temporary.resolve("target");
      assertThat(Repositories.restore(repository, tree, target).problems()).isZero();
      assertThat(Fingerprint.of(target)).isEqualTo(Fingerprint.of(source));
      var differences = new ArrayList<Difference>();
      new LiveComparison(repository.blobs(), differences::add, new Meter(), new Cancellation())
          .compare(tree, RawPath.of(source));
      assertThat(differences).isEmpty();
      everyTreeIsWrittenAgainAsItWas(
          repository, repository.snapshots().list().getFirst().snapshot().tree());
    }
  }

  /** Reading and writing loses nothing, so that the two tools can name each other's trees. */
  private static void everyTreeIsWrittenAgainAsItWas(Repository repository, Id id)
      throws Exception {
    byte[] json = repository.blobs().load(dev.rehome.repository.format.BlobType.TREE, id);
    Tree tree = Tree.decode(json);
    assertThat(new String(tree.encode(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(new String(json, java.nio.charset.StandardCharsets.UTF_8));
    for (var node : tree.nodes()) {
      if (node.subtree().isPresent()) {
        everyTreeIsWrittenAgainAsItWas(repository, node.subtree().get());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("restics")
  void bothBackUpIntoOneRepositoryAndPruneWhatTheOtherWrote(Restic restic) throws Exception {
    Path source = SampleTree.random(temporary.resolve("source"), 40, 300_000, 1);
    Path location = temporary.resolve("repository");
    try (Repository repository = Repositories.make(location)) {
      Repositories.backUp(repository, source);
      long stored = size(location);
      restic.succeed(location, "backup", source.toString());
      assertThat(size(location) - stored).isLessThan(100_000); // restic stored no file again
      Shell.run(source, "rm file-1*");
      SampleTree.random(temporary.resolve("source/more"), 20, 300_000, 2);
      restic.succeed(location, "backup", source.toString());
      repository.forgetIndex();
      stored = size(location);
      Repositories.backUp(repository, source);
      assertThat(size(location) - stored).isLessThan(100_000); // and neither did Rehome

      List<Snapshots.Saved> all = repository.snapshots().list();
      assertThat(all).hasSize(4);
      repository.snapshots().delete(all.get(0).id());
      repository.snapshots().delete(all.get(1).id());
      stored = size(location);
      Repositories.prune(repository);
      assertThat(stored - size(location))
          .isGreaterThan(2_500_000); // the files that only the old ones had
      bothFindItValid(repository, location);

      restic.succeed(
          location,
          "forget",
          "--keep-last",
          "1",
          "--group-by",
          "host",
          "--prune",
          "--max-unused",
          "0");
      repository.forgetIndex();
      bothFindItValid(repository, location);
      Path target = temporary.resolve("target");
      Id tree = Selection.of(repository, "latest:" + source, snapshot -> true).tree();
      Repositories.restore(repository, tree, target);
      assertThat(Fingerprint.of(target)).isEqualTo(Fingerprint.of(source));
    }
  }

  private static void bothFindItValid(Repository repository, Path location) {
    assertThat(Repositories.check(repository)).isEmpty();
    Restic.both().forEach(each -> each.findsValid(location));
  }

  private static long size(Path folder) {
    return Long.parseLong(Shell.run(folder, "du -sb data | cut -f1").trim());
  }

  @Test
  void formatVersionOneIsReadAndWritten() {
    Path source = SampleTree.make(temporary.resolve("source"));
    Path location = temporary.resolve("repository");
    Restic.newer().succeed(location, "init", "--repository-version", "1");
    Restic.newer().succeed(location, "backup", source.toString());
    try (Repository repository = Repositories.open(location)) {
      assertThat(repository.config().version()).isEqualTo(1);
      assertThat(Repositories.check(repository)).isEmpty();
      Id tree = Selection.of(repository, "latest:" + source, snapshot -> true).tree();
      Path target = temporary.resolve("target");
      Repositories.restore(repository, tree, target);
      assertThat(Fingerprint.of(target)).isEqualTo(Fingerprint.of(source));
      Repositories.backUp(repository, target);
    }
    Restic.both().forEach(each -> each.findsValid(location));
  }

  @Test
  void keysOfEitherOpenForBoth() throws Exception {
    Path location = temporary.resolve("repository");
    Restic.newer().succeed(location, "init");
    Path other = java.nio.file.Files.writeString(temporary.resolve("other"), "another password\n");
    Restic.newer().succeed(location, "key", "add", "--new-password-file", other.toString());
    byte[] password = dev.rehome.repository.Keys.bytes("another password");
    try (Repository repository =
        Repository.open(new dev.rehome.repository.backend.local.LocalBackend(location), password)) {
      assertThat(repository.keys().list()).hasSize(2);
      repository
          .keys()
          .add(
              repository.masterKey(),
              dev.rehome.repository.Keys.bytes("third"),
              Repositories::cheap);
    }
    Path third = java.nio.file.Files.writeString(temporary.resolve("third"), "third");
    assertThat(Restic.newer().succeed(location, "key", "list", "--password-file", third.toString()))
        .contains("*");
  }
}
