package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.Selection;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreListener;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.repository.restore.RestoreResult;
import dev.rehome.testkit.Fingerprint;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.SampleTree;
import dev.rehome.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  @TempDir Path temporary = Path.of("");
  private Path source = Path.of("");
  private Path target = Path.of("");
  private Repository repository = Repositories.make(new dev.rehome.testkit.MemoryBackend());
  private Id tree = Id.hash(new byte[0]);

  @BeforeEach
  void backUp() {
    source = SampleTree.make(temporary.resolve("source"));
    target = temporary.resolve("target");
    repository = Repositories.make(temporary.resolve("repository"));
    Repositories.backUp(repository, source);
    tree = Selection.of(repository, "latest:" + source, snapshot -> true).tree();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private RestoreResult restore(RestoreOptions options) {
    return new Restore(repository, options, RestoreListener.SILENT, new Meter(), new Cancellation())
        .run(tree, RawPath.of(target));
  }

  private void assertRestored() {
    assertThat(Fingerprint.of(target)).isEqualTo(Fingerprint.of(source));
  }

  @Test
  void everythingComesBack() {
    RestoreResult result = restore(RestoreOptions.ALL);
    assertThat(result.problems()).isZero();
    assertRestored();
  }

  /** Needs root, as mounting does; the mount is in a name space of its own. */
  @Test
  void everyFileSystemBelowTheTargetIsSynced() {
    Shell.run(
        temporary,
        """
        mkdir -p small/deep target/deep
        echo one >small/one
        echo two >small/deep/two
        export REHOME_PASSWORD="$2"
        "$1" repository backup repository small
        unshare --mount sh -c '
          mount -t tmpfs none target/deep
          strace -f -qq -e trace=syncfs -e signal=none -o calls "$1" repository restore repository --target target latest:"$PWD/small"
          cat target/one target/deep/two >restored' sh "$1"
        """,
        Rehome.LAUNCHER,
        Repositories.PASSWORD);
    assertThat(temporary.resolve("restored")).hasContent("one\ntwo");
    assertThat(Shell.run(temporary, "cut -d' ' -f2- calls").lines())
        .as("the target's, and the one that is mounted in it")
        .hasSize(2)
        .allMatch(call -> call.endsWith("= 0"));
  }

  @Test
  void holesStayHoles() {
    restore(RestoreOptions.ALL);
    long blocks = Long.parseLong(Shell.run(target, "stat -c %b sparse").trim());
    assertThat(blocks * 512).isLessThan(200_000);
  }

  @Test
  void whatIsThereIsNotWrittenAgain() {
    restore(RestoreOptions.ALL);
    String inodes = Shell.run(target, "find . -printf '%i %P %C@\\n' | sort");
    RestoreResult again = restore(RestoreOptions.ALL);
    assertThat(again.written()).isZero();
    assertThat(again.bytes()).isGreaterThan(9_000_000);
    assertThat(Shell.run(target, "find . -printf '%i %P %C@\\n' | sort")).isEqualTo(inodes);
  }

  @Test
  void onlyWhatDiffersIsWritten() {
    restore(RestoreOptions.ALL);
    Shell.run(
        target,
        """
        printf X | dd of=larger-than-a-piece bs=1 seek=4000000 conv=notrunc status=none
        truncate -s 1000000 text; truncate -s 4M zeros; rm dangling; ln -s elsewhere dangling
        chmod 600 a; setfattr -x user.colour a; setfattr -n user.extra -v 1 old; rm folder/link-two; echo x > folder/link-two
        rm -r Z; mkfifo extra; rm fifo
        """);
    RestoreResult result = restore(RestoreOptions.ALL);
    assertThat(result.problems()).isZero();
    // At least what was cut off, at most the two changed files; where they are cut is the
    // repository's secret.
    assertThat(result.written()).isBetween(500_000L, 6_600_000L);
    Shell.run(target, "rm extra; touch -d '2020-01-01 12:00:00.5' .");
    assertRestored();
  }

  @Test
  void aFileThatIsCutOrOverwrittenAnywhereComesBack() {
    restore(RestoreOptions.ALL);
    for (int seed = 0; seed < 20; seed++) {
      int at = Math.floorMod(seed * 1_234_577, 5_000_000);
      Shell.run(
          target,
          "head -c 70000 /dev/urandom | dd of=larger-than-a-piece bs=1M seek=\"$1\""
              + " oflag=seek_bytes conv=notrunc status=none",
          "" + at);
      Shell.run(target, "truncate -s \"$1\" sparse", "" + 4 * at);
      assertThat(restore(RestoreOptions.ALL).problems()).isZero();
      Shell.run(
          temporary,
          "cmp source/larger-than-a-piece target/larger-than-a-piece; cmp source/sparse"
              + " target/sparse");
    }
  }

  @Test
  void anInterruptedRestoreGoesOn() {
    for (int after = 1; after < 40; after += 3) {
      var cancellation = new Cancellation();
      int[] files = new int[1];
      int limit = after;
      var meter =
          new Meter() {
            @Override
            public void bytes(long count) {
              super.bytes(count);
              synchronized (files) {
                if (++files[0] == limit) {
                  cancellation.cancel();
                }
              }
            }
          };
      try {
        new Restore(repository, RestoreOptions.ALL, RestoreListener.SILENT, meter, cancellation)
            .run(tree, RawPath.of(target));
      } catch (RepositoryFailure e) {
        assertThat(e.reason()).isEqualTo(RepositoryFailure.Reason.CANCELLED);
      }
    }
    assertThat(restore(RestoreOptions.ALL).problems()).isZero();
    assertRestored();
  }

  @Test
  void onlyWhatIsIncludedComes() {
    restore(
        new RestoreOptions(PathPatterns.of(List.of("/folder/deeper", "a", "*.nothing")), false));
    assertThat(Shell.run(target, "find . -mindepth 1 | sort"))
        .isEqualTo("./a\n./folder\n./folder/deeper\n./folder/deeper/link-three\n");
  }

  @Test
  void anotherTypeOnTheTargetIsRefusedBeforeAnythingIsWritten() throws Exception {
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("folder"), "a file");
    assertThatThrownBy(() -> restore(RestoreOptions.ALL))
        .isInstanceOf(RepositoryFailure.class)
        .hasMessageContaining("a is a folder, the snapshot has a file")
        .hasMessageContaining("folder is a file, the snapshot has a folder")
        .extracting(e -> ((RepositoryFailure) e).reason())
        .isEqualTo(RepositoryFailure.Reason.CONFLICT);
    assertThat(Shell.run(target, "find . | wc -l").trim()).isEqualTo("3");
    restore(new RestoreOptions(PathPatterns.NONE, true));
    assertRestored();
  }

  @Test
  void aLinkOnTheTargetIsNeverWrittenThrough() throws Exception {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("file"), "precious");
    Files.createDirectories(target);
    Files.createSymbolicLink(target.resolve("folder"), outside);
    Files.createSymbolicLink(target.resolve("a"), outside.resolve("file"));
    assertThatThrownBy(() -> restore(RestoreOptions.ALL)).isInstanceOf(RepositoryFailure.class);
    restore(new RestoreOptions(PathPatterns.NONE, true));
    assertThat(Files.readString(outside.resolve("file"))).isEqualTo("precious");
    assertRestored();
  }

  @Test
  void anotherNameOfAFileOutsideIsNeverWrittenThrough() throws Exception {
    Files.createDirectories(target);
    Path outside = Files.writeString(temporary.resolve("outside"), "precious");
    Files.createLink(target.resolve("a"), outside);
    Files.createLink(target.resolve("link-one"), outside);
    restore(RestoreOptions.ALL);
    assertThat(Files.readString(outside)).isEqualTo("precious");
    assertThat(Shell.run(temporary, "stat -c '%h %a' outside").trim()).isEqualTo("1 644");
    assertRestored();
  }

  /** A snapshot may hold files of several hosts, on which equal inode numbers mean nothing. */
  @Test
  void filesOfTwoHostsAreNotTakenForOne() throws Exception {
    String nodes = "";
    Id made;
    try (var lock = RepositoryLock.take(repository, RepositoryLock.Mode.SHARED);
        var writer = new BlobWriter(repository, lock)) {
      for (String text : List.of("one", "two")) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Id blob = writer.store(BlobType.DATA, content, content.length);
        nodes +=
            (nodes.isEmpty() ? "" : ",")
                + "{\"name\":\"NAME\",\"type\":\"file\",\"mode\":420,\"mtime\":\"2026-11-22T00:00:00Z\",\"uid\":0,"
                    .replace("NAME", text)
                + "\"gid\":0,\"inode\":7,\"device_id\":8,\"size\":3,\"links\":2,\"content\":[\""
                + blob
                + "\"]}";
      }
      byte[] json = ("{\"nodes\":[" + nodes + "]}\n").getBytes(StandardCharsets.UTF_8);
      made = writer.store(BlobType.TREE, json, json.length);
      writer.finish();
    }
    assertThat(Repositories.restore(repository, made, target).problems()).isZero();
    assertThat(Shell.run(target, "cat one two; stat -c %h one two")).isEqualTo("onetwo1\n1\n");
  }
}
