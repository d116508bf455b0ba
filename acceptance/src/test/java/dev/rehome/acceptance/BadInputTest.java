package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Name;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input that a transcript cannot make; the rest of it stands in transcripts/bad-input.txt. */
class BadInputTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  @TempDir Path temporary = Path.of("");
  private Path source = Path.of("");
  private Path location = Path.of("");

  @BeforeEach
  void make() throws Exception {
    source = Files.createDirectories(temporary.resolve("source"));
    Files.writeString(source.resolve("one"), "one");
    location = temporary.resolve("repository");
    Repositories.make(location).close();
  }

  /**
   * The same program, as a user without rights; it needs a copy of the jars that such a user can
   * read.
   */
  private Command unprivileged(String... arguments) {
    Path root = Path.of(System.getProperty("rehome.root", "..")).toAbsolutePath();
    Path jars = temporary.resolve("jars");
    if (!Files.exists(jars)) {
      Shell.run(
          temporary,
          "chmod 755 . && mkdir -m 755 jars && cp \"$1\"/cli/target/*.jar jars",
          root.toString());
    }
    return Command.of("setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups")
        .and(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar")
        .and(jars.resolve("rehome-cli-0.1.0.jar").toString(), "repository")
        .and(arguments)
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD));
  }

  private static void assertSays(
      Finished finished, int code, String error, String safe, String next) {
    assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(code);
    assertThat(finished.errors())
        .contains("ERROR  ")
        .contains(error)
        .contains("SAFE   " + safe)
        .contains("NEXT   " + next);
    assertThat(finished.errors()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Test
  void aNewerFormat() {
    try (Repository repository = Repositories.open(location)) {
      byte[] config = "{\"version\":3,\"id\":7,\"something\":{}}".getBytes(StandardCharsets.UTF_8);
      repository.backend().put(Name.CONFIG, ByteBuffer.wrap(repository.masterKey().seal(config)));
    }
    assertSays(
        Rehome.repository("snapshots", location.toString()).run(LIMIT),
        13,
        "has format version 3; this program knows 1 to 2",
        "nothing was changed",
        "use a newer Rehome");
  }

  @Test
  void anAmbiguousPrefix() {
    String digit = "";
    try (Repository repository = Repositories.open(location)) {
      for (int i = 0; i < 17; i++) { // more than there are digits
        Repositories.backUp(repository, source);
      }
      var ids = repository.snapshots().list().stream().map(saved -> saved.id().hex()).toList();
      for (String id : ids) {
        if (ids.stream().filter(other -> other.startsWith(id.substring(0, 1))).count() > 1) {
          digit = id.substring(0, 1);
        }
      }
    }
    assertSays(
        Rehome.repository("ls", location.toString(), digit).run(LIMIT),
        2,
        "snapshots begin with \"" + digit + "\"",
        "nothing was changed",
        "give more digits");
  }

  @Test
  void noPermissionForTheRepository() {
    Shell.run(temporary, "chmod 700 repository");
    assertSays(
        unprivileged("snapshots", location.toString()).run(LIMIT),
        1,
        "could not read config in " + location + ": no permission",
        "the repository is valid",
        "check the rights");
    assertSays(
        unprivileged("init", temporary.resolve("new").toString()).run(LIMIT),
        2,
        "cannot make the folder",
        "nothing was changed",
        "give a place that you may write to");
  }

  @Test
  void noPermissionForAFileOrTheTarget() throws Exception {
    Files.writeString(source.resolve("secret"), "hidden");
    Shell.run(
        temporary, "chmod 700 source/secret && chown -R daemon repository && mkdir -m 777 out");
    Finished incomplete = unprivileged("backup", location.toString(), source.toString()).run(LIMIT);
    assertThat(incomplete.exitCode()).isEqualTo(3);
    assertThat(incomplete.errors())
        .contains("PROBLEM  cannot be read: " + source + "/secret: Permission denied");
    assertThat(incomplete.output()).contains("1 file could not be backed up");
    assertSays(
        unprivileged("restore", location.toString(), "latest", "--target", "/rehome-not-allowed")
            .run(LIMIT),
        2,
        "cannot make the target /rehome-not-allowed: Permission denied",
        "nothing was written",
        "give a --target");
  }

  /** Modes that deny their own owner are no obstacle to bringing files back twice. */
  @Test
  void aUserRestoresWhatHeMayNotWriteTo() {
    Shell.run(
        temporary,
        "mkdir source/closed && echo x > source/closed/file && chmod 400 source/closed/file");
    Shell.run(
        temporary,
        "chmod 500 source/closed && chown -R daemon:daemon source repository && mkdir -m 777 out");
    Path target = temporary.resolve("out/target");
    assertThat(unprivileged("backup", location.toString(), source.toString()).run(LIMIT).exitCode())
        .isZero();
    Command restore =
        unprivileged(
            "restore",
            location.toString(),
            "latest:" + source,
            "--target",
            target.toString(),
            "--verify");
    assertThat(restore.run(LIMIT).exitCode()).isZero();
    Shell.run(
        target,
        "chmod 700 closed; echo changed > closed/new; chmod 600 closed/file; echo y > closed/file;"
            + " chmod 500 closed");
    Shell.run(target, "chown -R daemon .; chmod 400 closed/file");
    Finished again = restore.run(LIMIT);
    assertThat(again.exitCode())
        .as(again.output() + again.errors())
        .isEqualTo(5); // closed/new is extra
    assertThat(Shell.run(target, "cat closed/file; stat -c %a closed closed/file"))
        .isEqualTo("x\n500\n400\n");
  }
}
