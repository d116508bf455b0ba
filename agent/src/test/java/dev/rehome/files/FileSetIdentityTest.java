package dev.rehome.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.files.FileSetIdentity.Age;
import dev.rehome.files.FileSetIdentity.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a folder is the new stack's, by what it is. */
class FileSetIdentityTest {
  private static final long FINAL_BACKUP = 1_000;
  private static final Entry UPLOADS = new Entry("/srv/uploads", 8, 77, 10);
  private static final FileSetIdentity OLD = on("a", 0, UPLOADS);

  @TempDir Path temporary = Path.of("");

  private static FileSetIdentity on(String machine, long booted, Entry... entries) {
    return new FileSetIdentity(machine, 2_000, booted, List.of(entries));
  }

  private static Age age(FileSetIdentity now) {
    return now.age(List.of(OLD), FINAL_BACKUP);
  }

  @Test
  void theOldStacksFolderUnderWhateverPath() {
    assertThat(age(on("a", 0, new Entry("/elsewhere", 8, 77, 10)))).isEqualTo(Age.STOOD);
    // Also after the machine was started again, and where one of the two knows no machine.
    assertThat(age(on("a", 1_500, UPLOADS))).isEqualTo(Age.STOOD);
    assertThat(age(on("", 1_500, UPLOADS))).isEqualTo(Age.STOOD);
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherFolder() {
    assertThat(age(on("a", 0, new Entry("/srv/uploads", 8, 77, 1_500)))).isEqualTo(Age.NEW);
  }

  @Test
  void whereTheFileSystemDoesNotTellTheMomentNothingIsCertain() {
    assertThat(age(on("a", 0, new Entry("/srv/uploads", 8, 77, 0)))).isEqualTo(Age.STOOD);
    assertThat(age(on("a", 0, new Entry("/srv/uploads", 8, 78, 0)))).isEqualTo(Age.STOOD);
  }

  @Test
  void whatStoodBeforeTheFinalBackupIsSomebodyElses() {
    assertThat(age(on("a", 0, new Entry("/srv/uploads", 8, 78, 900)))).isEqualTo(Age.STOOD);
    assertThat(age(on("b", 0, new Entry("/srv/uploads", 8, 78, 900)))).isEqualTo(Age.STOOD);
  }

  @Test
  void onAMachineThatWasStartedSinceItCameWithTheMachine() {
    assertThat(age(on("b", 1_500, new Entry("/srv/uploads", 8, 78, 900)))).isEqualTo(Age.NEW);
    assertThat(age(on("b", 1_500, new Entry("/srv/uploads", 9, 78, 0)))).isEqualTo(Age.NEW);
  }

  @Test
  void aDiskThatWasMovedThereIsSeen() {
    assertThat(age(on("b", 1_500, new Entry("/data", 9, 77, 10)))).isEqualTo(Age.COPIED);
  }

  @Test
  void oneThatStoodIsEnough() {
    var made = new Entry("/srv/new", 8, 90, 1_500);
    assertThat(age(on("a", 0, made, UPLOADS))).isEqualTo(Age.STOOD);
    assertThat(age(on("a", 0, made))).isEqualTo(Age.NEW);
    assertThat(age(on("a", 0))).isEqualTo(Age.NEW);
  }

  @Test
  void looksAtWhatIsIncluded() throws IOException {
    Files.createDirectories(temporary.resolve("srv/uploads"));
    var set = new FileSet(temporary + "/srv", List.of("uploads", "not-there"), List.of());
    FileSetIdentity first = FileSetIdentity.of(set);
    assertThat(first.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path()).isEqualTo(temporary + "/srv/uploads");
              assertThat(entry.inode())
                  .isEqualTo(Files.getAttribute(temporary.resolve("srv/uploads"), "unix:ino"));
              assertThat(entry.born()).isLessThanOrEqualTo(first.looked());
            });
    assertThat(first.booted()).isLessThan(first.looked());
    Files.move(temporary.resolve("srv"), temporary.resolve("moved"));
    var moved = new FileSet(temporary + "/moved", List.of("uploads"), List.of());
    assertThat(FileSetIdentity.of(moved).age(List.of(first), 0)).isEqualTo(Age.STOOD);
  }
}
