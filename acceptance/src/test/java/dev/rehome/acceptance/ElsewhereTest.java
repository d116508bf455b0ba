package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ctrl-C while a migration goes on by itself; then the next command is typed on another machine.
 */
class ElsewhereTest {
  private static final String APPROVED = "--approve=files";

  private FileStack stack;
  private Machine one;
  private Machine other;

  @SuppressWarnings("NullAway.Init")
  ElsewhereTest() {}

  @BeforeEach
  void stopWhileItMigrates() throws Exception {
    stack = FileStack.make();
    stack.does("outputs", "if [ -e gone ]; then echo '{}'; else echo '{\"place\": \"here\"}'; fi");
    stack.does("destroy", "rm -r live/uploads; echo > gone");
    stack.does("create", "mkdir -p live/uploads; rm gone");
    stack.does(
        "migrate",
        "echo begun >> begun; until [ -e go ]; do sleep 0.1; done; echo migrated >>"
            + " live/uploads/one");
    Files.writeString(
        stack.folder().resolve("rehome.yaml"),
        "migrate: [ { run: \"sh " + stack.folder() + "/migrate\" } ]\n",
        StandardOpenOption.APPEND);
    one = Machine.make(stack.folder(), "a");
    other = Machine.make(stack.folder(), "b");
    try (Running running = one.on(stack.rehome("run", "second", APPROVED)).start()) {
      while (!Files.exists(stack.folder().resolve("begun")) && running.isAlive()) {
        Thread.sleep(5);
      }
      running.signal("INT");
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(130);
      assertThat(finished.errors()).contains("migrate 1 goes on by itself");
    }
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  private Finished type(Machine machine, String... arguments) {
    return machine.on(stack.rehome(arguments)).run(Shop.LIMIT);
  }

  private String read(String file) throws IOException {
    return Files.readString(stack.folder().resolve(file));
  }

  @Test
  void neitherResumesNorTurnsBackBesideIt() throws IOException {
    for (String command : new String[] {"resume", "rollback"}) {
      Finished finished = type(other, command, "r1", APPROVED);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(21);
      assertThat(finished.errors())
          .contains("migrate 1 was begun on another machine, or container, that is called ")
          .contains("this command changed nothing")
          .contains("rehome " + command + " r1 --take-over    here, once it has certainly ended");
    }
    assertThat(read("live/uploads/one")).isEqualTo("one\n");
    Files.createFile(stack.folder().resolve("go"));
    Finished finished = type(one, "resume", "r1", APPROVED);
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    assertThat(read("live/uploads/one")).isEqualTo("one\nmigrated\n");
    assertThat(read("begun")).isEqualTo("begun\n");
  }

  /** What the migration left is restored first. */
  @Test
  void goesOnWhereItIsSaidThatItHasEnded() throws IOException {
    Files.createFile(stack.folder().resolve("go"));
    one.awaitJobs();
    Finished finished = type(other, "resume", "r1", APPROVED, "--take-over");
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    assertThat(read("live/uploads/one")).isEqualTo("one\nmigrated\n");
    assertThat(read("begun")).isEqualTo("begun\nbegun\n");
  }
}
