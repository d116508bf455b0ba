package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.check.ReadBack;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of damage to every kind of file is named, and no restore writes a wrong byte without
 * saying so.
 */
class DamageTest {
  private static final List<String> KINDS =
      List.of("config", "keys", "locks", "snapshots", "index", "data");
  @TempDir Path temporary = Path.of("");
  private Path source = Path.of("");
  private Path sound = Path.of("");
  private final Random random = new Random(20261122);
  private int round;

  @BeforeEach
  void backUp() {
    source = SampleTree.random(temporary.resolve("source"), 8, 300_000, 1);
    sound = temporary.resolve("sound");
    try (Repository repository = Repositories.make(sound)) {
      Repositories.backUp(repository, source);
      SampleTree.random(source, 10, 300_000, 2);
      Repositories.backUp(repository, source);
      dev.rehome.repository.RepositoryLock.take(
          repository, dev.rehome.repository.RepositoryLock.Mode.SHARED);
    }
  }

  private interface Harm {
    void to(Path file, byte[] bytes) throws IOException;
  }

  /** What a check says of a copy in which one file was harmed, for each file of each kind. */
  private void harmEach(List<String> kinds, Harm harm, boolean alsoRestore) throws IOException {
    for (String kind : kinds) {
      List<Path> files;
      try (var found = Files.walk(sound.resolve(kind))) {
        files = found.filter(Files::isRegularFile).toList();
      }
      assertThat(files).as(kind).isNotEmpty();
      for (Path file : files) {
        Path copy = temporary.resolve("round-" + round++);
        Shell.run(temporary, "cp -a \"$1\" \"$2\"", sound.toString(), copy.toString());
        Path harmed = copy.resolve(sound.relativize(file).toString());
        harm.to(harmed, Files.readAllBytes(harmed));
        List<String> said = whatIsSaid(copy);
        assertThat(said)
            .as("%s was harmed; said was %s", sound.relativize(file), said)
            .anyMatch(line -> line.contains(sound.relativize(file).toString()));
        if (alsoRestore) {
          neverWrongInSilence(copy);
        }
        Shell.run(temporary, "rm -rf \"$1\"", copy.toString());
      }
    }
  }

  private static List<String> whatIsSaid(Path location) {
    try (Repository repository = Repositories.open(location)) {
      return Repositories.check(repository);
    } catch (RepositoryFailure | BackendException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private void neverWrongInSilence(Path location) {
    Path target = temporary.resolve("target");
    long problems = 0;
    try (Repository repository = Repositories.open(location)) {
      for (var saved : repository.snapshots().list()) {
        Id tree = saved.snapshot().tree();
        problems += Repositories.restore(repository, tree, target).problems();
      }
    } catch (RepositoryFailure | BackendException e) {
      problems++;
    }
    if (problems == 0) { // then the last snapshot is there to the last byte
      Path restored = target.resolve(source.toString().substring(1));
      Shell.run(temporary, "diff -r \"$1\" \"$2\"", source.toString(), restored.toString());
    }
    Shell.run(temporary, "rm -rf \"$1\"", target.toString());
  }

  @Test
  void oneFlippedByteIsNamed() throws IOException {
    for (int i = 0; i < 3; i++) {
      harmEach(
          KINDS,
          (file, bytes) -> {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Shell.run(temporary, "chmod u+w \"$1\"", file.toString());
            Files.write(file, bytes);
          },
          i == 0);
    }
  }

  @Test
  void aFileCutShortIsNamed() throws IOException {
    for (double part : new double[] {0, 0.5, 0.999}) {
      harmEach(
          KINDS,
          (file, bytes) -> {
            Shell.run(temporary, "chmod u+w \"$1\"", file.toString());
            Files.write(file, java.util.Arrays.copyOf(bytes, (int) (bytes.length * part)));
          },
          part > 0.9);
    }
  }

  @Test
  void readingAllFilesBackFailsForEachPackThatIsDamaged() throws IOException {
    readAllBack(sound);
    for (Path pack : filesOf("data")) {
      Path copy = temporary.resolve("round-" + round++);
      Shell.run(temporary, "cp -a \"$1\" \"$2\"", sound.toString(), copy.toString());
      Path harmed = copy.resolve(sound.relativize(pack).toString());
      byte[] bytes = Files.readAllBytes(harmed);
      bytes[20] ^= 1; // in its first blob
      Shell.run(temporary, "chmod u+w \"$1\"", harmed.toString());
      Files.write(harmed, bytes);
      assertThatThrownBy(() -> readAllBack(copy))
          .isInstanceOf(RepositoryFailure.class)
          .hasMessageContaining(pack.getFileName().toString());
    }
  }

  private static void readAllBack(Path location) {
    try (Repository repository = Repositories.open(location);
        var readBack = new ReadBack(repository.blobs(), new Cancellation(), new Meter())) {
      for (var saved : repository.snapshots().list()) {
        readBack.read(saved.snapshot().tree());
      }
    }
  }

  @Test
  void aMissingFileIsNamedWhereverAnythingNeedsIt() throws IOException {
    harmEach(List.of("config", "data"), (file, bytes) -> Files.delete(file), true);
  }

  @Test
  void aMissingIndexFileIsNoticedByWhatItHadNamed() throws IOException {
    for (Path file : filesOf("index")) {
      Path copy = temporary.resolve("round-" + round++);
      Shell.run(temporary, "cp -a \"$1\" \"$2\"", sound.toString(), copy.toString());
      Files.delete(copy.resolve(sound.relativize(file).toString()));
      assertThat(whatIsSaid(copy)).anyMatch(line -> line.contains("no index file names"));
      neverWrongInSilence(copy);
    }
  }

  @Test
  void withoutItsKeysARepositorySaysThatNoKeyFits() throws IOException {
    for (Path file : filesOf("keys")) {
      Files.delete(file);
    }
    assertThat(whatIsSaid(sound)).anyMatch(line -> line.contains("keys"));
  }

  @Test
  void twoSwappedFilesAreBothNamed() throws IOException {
    for (String kind : List.of("keys", "snapshots", "index", "data")) {
      List<Path> files = filesOf(kind);
      Path copy = temporary.resolve("round-" + round++);
      Shell.run(temporary, "cp -a \"$1\" \"$2\"", sound.toString(), copy.toString());
      String one = sound.relativize(files.get(0)).toString();
      String two = sound.relativize(files.get(1)).toString();
      Shell.run(copy, "mv \"$1\" x; mv \"$2\" \"$1\"; mv x \"$2\"", one, two);
      var said = new ArrayList<>(whatIsSaid(copy));
      if (kind.equals("keys")) {
        assertThat(said).anyMatch(line -> line.contains("keys/"));
      } else {
        assertThat(said).anyMatch(line -> line.contains(one)).anyMatch(line -> line.contains(two));
      }
      neverWrongInSilence(copy);
    }
  }

  private List<Path> filesOf(String kind) throws IOException {
    try (var found = Files.walk(sound.resolve(kind))) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aSoundRepositoryIsFoundSound() {
    assertThat(whatIsSaid(sound)).isEmpty();
    neverWrongInSilence(sound);
  }

  /** Of two copies of a blob prune must not keep the broken one and remove the other. */
  @Test
  void pruneKeepsTheWholeCopyOfABlob() {
    Path location = temporary.resolve("doubled");
    try (Repository repository = Repositories.make(location)) {
      Repositories.backUp(repository, source);
      Shell.run(
          location, "mkdir aside && mv data index snapshots aside && mkdir data index snapshots");
      Repositories.backUp(repository, source);
      Shell.run(location, "find data -type f -size +100k | head -1 | xargs truncate -s 1000");
      Shell.run(location, "cp -an aside/* . && rm -r aside");
      repository.forgetIndex();
      Repositories.prune(repository);
      Repositories.prune(repository);
      assertThat(Repositories.check(repository)).isEmpty();
      neverWrongInSilence(location);
    }
  }
}
