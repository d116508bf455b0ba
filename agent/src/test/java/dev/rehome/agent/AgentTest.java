package dev.rehome.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.files.FileMark;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.files.FileStore.Compared;
import dev.rehome.files.FileStore.Restored;
import dev.rehome.files.FileStore.Stored;
import dev.rehome.files.FreshFolder;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.Owners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends of the line in one process; the repository is at the operator's end only. */
class AgentTest {
  @TempDir Path temporary = Path.of("");

  @Test
  void storesRestoresAndComparesWhatIsAtTheOtherEnd() throws IOException {
    Path root = Files.createDirectories(temporary.resolve("srv"));
    Files.createDirectories(root.resolve("data/deep"));
    Files.writeString(root.resolve("data/one"), "one");
    Files.write(root.resolve("data/deep/large"), new byte[3_000_000]);
    var set = new FileSet(root.toString(), List.of("data"), List.of("*.tmp"));
    Files.writeString(root.resolve("data/left.tmp"), "left out");
    Path own = Files.createDirectories(root.resolve("data/.cache/rehome/dumps")).resolve("1.dat");
    Files.writeString(own, "Rehome's own");
    try (Repository repository =
            Repository.init(
                    new LocalBackend(Files.createDirectories(temporary.resolve("repository"))),
                    new byte[] {1},
                    () -> PasswordHash.of(16, 8, 1))
                .repository();
        HostFiles files = Training.agent(repository)) {
      Stored stored = files.store(set, Optional.empty(), List.of("part"));
      assertThat(stored.problems()).isEmpty();
      assertThat(stored.files()).isEqualTo(2);
      assertThat(stored.bytes()).isEqualTo(3_000_003);
      Path target = temporary.resolve("target");
      Path dumps = Files.createDirectories(target.resolve("data/.cache/rehome/dumps"));
      Files.writeString(dumps.resolve("2.dat"), "Rehome's own, in no set");
      var there = new FileSet(target.toString(), set.include(), set.exclude());
      var to =
          new FileStore.Target(
              FreshFolder.ofNewStack(files, there, List.of(), Duration.ofHours(1)),
              Owners.AS_STORED,
              Optional.empty(),
              false);
      Restored restored = files.restore(stored.tree(), root.toString(), to);
      assertThat(restored.problems()).isEmpty();
      assertThat(target.resolve("data/one")).hasContent("one");
      assertThat(files.restore(stored.tree(), root.toString(), to).written()).isZero();
      Files.writeString(target.resolve("data/one"), "two");
      Files.writeString(target.resolve("data/new"), "new");
      Compared compared = files.compare(stored.tree(), root.toString(), there, Owners.BY_NAME);
      assertThat(compared.differing())
          .extracting(FileStore.Differing::toString)
          .containsExactly(
              target.resolve("data") + " (metadata): time",
              target.resolve("data/one") + " (content)");
      assertThat(compared.extra())
          .singleElement()
          .satisfies(each -> assertThat(each.path()).endsWith("data/new"));
      FileMark mark = files.mark(set);
      Files.writeString(own, "Rehome's own once more");
      assertThat(files.mark(set)).isEqualTo(mark);
      Files.writeString(root.resolve("data/one"), "two");
      assertThat(files.mark(set)).isNotEqualTo(mark);
    }
  }

  /** Needs root, as giving files away does. */
  @Test
  void givesFilesToOneUserAndRemovesWhatIsInExcess() throws IOException {
    Path root = Files.createDirectories(temporary.resolve("srv"));
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/one"), "one");
    Path target = temporary.resolve("elsewhere");
    Files.createDirectories(target.resolve("data/more/and more"));
    Files.writeString(target.resolve("data/more/new"), "new");
    Files.writeString(target.resolve("data/left.tmp"), "left out");
    Path own = Files.createDirectories(target.resolve("data/.cache/rehome")).resolve("agent");
    Files.writeString(own, "Rehome's own");
    Files.writeString(target.resolve("beside"), "not in the set");
    var set = new FileSet(root.toString(), List.of("data"), List.of("*.tmp"));
    var there = new FileSet(target.toString(), set.include(), set.exclude());
    try (Repository repository =
            Repository.init(
                    new LocalBackend(Files.createDirectories(temporary.resolve("repository"))),
                    new byte[] {1},
                    () -> PasswordHash.of(16, 8, 1))
                .repository();
        HostFiles files = Training.agent(repository)) {
      Stored stored = files.store(set, Optional.empty(), List.of());
      var nobody = Owners.all("nobody");
      Restored restored =
          files.restore(
              stored.tree(),
              root.toString(),
              new FileStore.Target(
                  FreshFolder.ofNewStack(files, there, List.of(), Duration.ofHours(1)),
                  nobody,
                  Optional.of(there),
                  true));
      assertThat(restored.removed())
          .containsExactlyInAnyOrder(
              target + "/data/more/new", target + "/data/more/and more", target + "/data/more");
      assertThat(target.resolve("data/left.tmp")).exists();
      assertThat(own).exists();
      assertThat(target.resolve("beside")).exists();
      assertThat(Files.getOwner(target.resolve("data/one")).getName()).isEqualTo("nobody");
      assertThat(files.compare(stored.tree(), root.toString(), there, nobody).differing())
          .isEmpty();
      var unknown =
          new FileStore.Target(
              FreshFolder.own(target.resolve("new").toString()),
              Owners.all("not-there"),
              Optional.empty(),
              false);
      assertThatThrownBy(() -> files.restore(stored.tree(), root.toString(), unknown))
          .hasMessageContaining("user not-there");
    }
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "403, 1", "503, 1"})
  void packsGoStraightToABucketThatLetsThemIn(int answer, int overTheLine) throws Exception {
    Path place = Files.createDirectories(temporary.resolve("repository"));
    Path root = Files.createDirectories(temporary.resolve("srv"));
    Files.write(root.resolve("one"), new byte[] {1, 2, 3});
    try (var bucket = new Bucket(new LocalBackend(place), answer);
        Repository repository =
            Repository.init(bucket, new byte[] {1}, () -> PasswordHash.of(16, 8, 1)).repository();
        HostFiles files = Training.agent(repository)) {
      var set = new FileSet(root.toString(), List.of("one"), List.of());
      Stored stored = files.store(set, Optional.empty(), List.of());
      assertThat(bucket.overTheLine.get() > 0).isEqualTo(overTheLine > 0);
      var target = FileStore.Target.folder(FreshFolder.own(temporary.resolve("target").toString()));
      files.restore(stored.tree(), root.toString(), target);
      assertThat(temporary.resolve("target/one")).hasBinaryContent(new byte[] {1, 2, 3});
      assertThat(bucket.straight.get() > 0).isEqualTo(overTheLine == 0);
    }
  }
}
