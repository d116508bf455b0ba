package dev.rehome.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.files.FileStore.Restored;
import dev.rehome.files.FileStore.Target;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real folders; what must not be written to is still what it was afterwards. */
class FreshFolderTest {
  private static final Cancellation CANCELLATION = new Cancellation();

  @TempDir Path temporary = Path.of("");
  private Path uploads = Path.of("");
  private FileSet set = new FileSet("/", List.of(), List.of());
  private Repository repository = unopened();
  private FilesHere files = new FilesHere(repository, new Meter(), CANCELLATION);
  private FileSetIdentity old = new FileSetIdentity("", 0, 0, List.of());
  private Id tree = Id.hash(new byte[0]);

  /** In place of nothing, until there is a folder to put one into. */
  @SuppressWarnings("NullAway")
  private static Repository unopened() {
    return null;
  }

  @BeforeEach
  void aStackWithABackup() throws IOException {
    uploads = Files.createDirectories(temporary.resolve("srv/uploads"));
    Files.writeString(uploads.resolve("one"), "one as it was saved");
    Files.createDirectory(uploads.resolve("deep"));
    Files.writeString(uploads.resolve("deep/two"), "two");
    set = new FileSet(temporary.resolve("srv").toString(), List.of("uploads"), List.of("*.tmp"));
    repository =
        Repository.init(
                new LocalBackend(Files.createDirectories(temporary.resolve("repository"))),
                new byte[] {1},
                () -> PasswordHash.of(16, 8, 1))
            .repository();
    files = new FilesHere(repository, new Meter(), CANCELLATION);
    old = files.identity(set);
    tree = files.store(set, Optional.empty(), List.of()).tree();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private FreshFolder named(String folder, boolean existing) {
    List<String> never =
        List.of(set.root(), uploads.toString(), temporary.resolve("repository").toString());
    var demand = new FreshFolder.Apart(never, List.of(folder + uploads), List.of(tree), existing);
    return FreshFolder.named(folder, demand, repository.blobs(), CANCELLATION);
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(RepositoryFailure.class).hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc/restored", "/usr/share/restored", "/srv", "/proc/restored"})
  void noFolderOfTheSystem(String folder) {
    refused(() -> named(folder, true), "is a folder of the system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"srv", "srv/uploads", "srv/uploads/deep/new", "", "repository", "repository/new"})
  void nothingThatIsInUse(String folder) {
    refused(() -> named(temporary.resolve(folder).toString(), true), "in use");
  }

  @Test
  void norByALink() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), uploads);
    refused(() -> named(link.toString(), true), "in use");
    refused(() -> named(link.resolve("new").toString(), true), "in use");
    Path root = Files.createSymbolicLink(temporary.resolve("root"), Path.of("/"));
    refused(() -> named(root.toString(), true), "is a folder of the system");
  }

  /** A folder that looks empty and leads into the stack where the files would come. */
  @Test
  void norWhereTheFilesWouldCome() throws IOException {
    Path cage = temporary.resolve("cage");
    Path way = Path.of(cage + temporary.toString());
    Files.createDirectories(way);
    Files.createSymbolicLink(way.resolve("srv"), temporary.resolve("srv"));
    refused(() -> named(cage.toString(), true), "in use");
  }

  @Test
  void aFolderThatHoldsOtherThingsOnlyIfThatIsSaid() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("mine"));
    Files.createDirectory(folder.resolve("lost+found"));
    named(folder.toString(), false);
    Files.writeString(folder.resolve("thesis"), "the only copy");
    refused(() -> named(folder.toString(), false), "is not empty; it holds " + folder + "/thesis");
    files.restore(tree, "/", Target.folder(named(folder.toString(), true)));
    assertThat(folder.resolve("thesis")).hasContent("the only copy");
    assertThat(Path.of(folder + uploads.toString()).resolve("deep/two")).hasContent("two");
  }

  @Test
  void whatAnEarlierTryLeftIsGoneOnWith() throws IOException {
    Path folder = temporary.resolve("mine");
    files.restore(tree, "/", Target.folder(named(folder.toString(), false)));
    Path one = Path.of(folder + uploads.toString()).resolve("one");
    byte[] half = "one as it\0\0\0\0\0\0\0\0\0\0".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(one, half);
    files.restore(tree, "/", Target.folder(named(folder.toString(), false)));
    assertThat(one).hasContent("one as it was saved");
    Files.writeString(one, "one as it is now");
    refused(() -> named(folder.toString(), false), "is not empty");
    Files.writeString(one, "one as it was saved, and more");
    refused(() -> named(folder.toString(), false), "is not empty");
  }

  @Test
  void isAskedAgainWhenFilesAreWritten() throws IOException {
    Path folder = temporary.resolve("mine");
    FreshFolder looked = named(folder.toString(), false);
    Files.createSymbolicLink(folder, uploads);
    refused(() -> files.restore(tree, "/", Target.folder(looked)), "in use");
    Files.delete(folder);
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("late"), "late");
    refused(() -> files.restore(tree, "/", Target.folder(looked)), "is not empty");
  }

  private Restored toNewStack(FileSet target, boolean mirror, Duration since) {
    var folder = FreshFolder.ofNewStack(files, target, List.of(old), since);
    Optional<FileSet> mirrored = mirror ? Optional.of(target) : Optional.empty();
    return files.restore(tree, set.root(), new Target(folder, Owners.BY_NAME, mirrored, true));
  }

  @Test
  void mirrorRemovesNothingOfTheOldStacksOwnFolder() throws IOException {
    Files.writeString(uploads.resolve("order-8"), "written after the final backup");
    refused(
        () -> toNewStack(set, true, Duration.ofHours(1)),
        "was not made for the new stack, and holds what the backup does not: "
            + uploads
            + "/order-8");
    assertThat(uploads.resolve("order-8")).hasContent("written after the final backup");
  }

  @Test
  void noFileOfTheOldStacksOwnFolderIsOverwritten() throws IOException {
    Files.writeString(uploads.resolve("one"), "one after the final backup");
    refused(() -> toNewStack(set, false, Duration.ofHours(1)), uploads + "/one");
    assertThat(uploads.resolve("one")).hasContent("one after the final backup");
  }

  @Test
  void theSameByAnotherAddress() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("new-stack"), Path.of(set.root()));
    Files.writeString(uploads.resolve("order-8"), "written after the final backup");
    var target = new FileSet(link.toString(), set.include(), set.exclude());
    refused(() -> toNewStack(target, true, Duration.ofHours(1)), "order-8");
    assertThat(uploads.resolve("order-8")).exists();
  }

  @Test
  void whatStandsAndIsAsItWasSavedIsLeftAndMended() throws IOException {
    Files.delete(uploads.resolve("deep/two"));
    Files.createDirectory(uploads.resolve("empty"));
    Files.writeString(uploads.resolve("left.tmp"), "in no set");
    Restored restored = toNewStack(set, true, Duration.ofHours(1));
    assertThat(restored.removed()).containsExactly(uploads + "/empty");
    assertThat(uploads.resolve("deep/two")).hasContent("two");
    assertThat(uploads.resolve("left.tmp")).exists();
  }

  @Test
  void anotherStacksFolderThatStoodBeforeIsNotMirrored() throws IOException {
    Path other = Files.createDirectories(temporary.resolve("other/uploads"));
    Files.writeString(other.resolve("theirs"), "theirs");
    var target = new FileSet(temporary.resolve("other").toString(), set.include(), set.exclude());
    refused(() -> toNewStack(target, true, Duration.ofNanos(1)), other + "/theirs");
    assertThat(other.resolve("theirs")).exists();
    toNewStack(target, false, Duration.ofNanos(1));
    assertThat(other.resolve("theirs")).exists();
  }

  @Test
  void whatWasDestroyedAndMadeAnewIsMirrored() throws IOException {
    for (String name : List.of("deep/two", "deep", "one", "")) {
      Files.delete(uploads.resolve(name));
    }
    Files.createDirectory(uploads);
    Files.writeString(uploads.resolve("demo"), "made by the provisioner");
    Files.writeString(uploads.resolve("one"), "made by the provisioner, too");
    Restored restored = toNewStack(set, true, Duration.ofMinutes(1));
    assertThat(restored.removed()).containsExactly(uploads + "/demo");
    assertThat(uploads.resolve("one")).hasContent("one as it was saved");
  }
}
