package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that cannot tell whether the stack is there, or leave it there, are not believed. */
class UnseenStackTest {
  private static final String APPROVED = "--approve=files";
  private static final String STANDS =
      "if [ -e gone ]; then echo '{}'; else echo '{\"place\": \"here\"}'; fi\n";

  private FileStack stack;

  @SuppressWarnings("NullAway.Init")
  UnseenStackTest() {}

  @BeforeEach
  void make() throws IOException {
    stack = FileStack.make();
    stack.does("outputs", STANDS);
    stack.does("destroy", "rm -r live/uploads; echo > gone");
    stack.does("create", "mkdir -p live/uploads; rm gone");
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  private Finished type(String... arguments) {
    return stack.rehome(arguments).run(Shop.LIMIT);
  }

  private void assertStands() {
    assertThat(stack.ran("create")).isFalse();
    assertThat(stack.folder().resolve("live/uploads/one")).hasContent("one");
  }

  @Test
  void outputsThatFailAreNotTakenForNoStack() throws IOException {
    stack.does("outputs", "echo 'no route to host' >&2; exit 7");
    Finished finished = type("run", "second", APPROVED);
    assertThat(finished.exitCode()).as(finished.output()).isNotZero();
    assertThat(finished.errors()).contains("it cannot be seen whether the stack is there");
    assertThat(stack.ran("destroy")).isFalse();
    assertStands();
  }

  /** Nothing was destroyed, and nothing can be seen any more: nothing is built over it. */
  @Test
  void nothingIsBuiltOverAStackThatCannotBeSeen() throws IOException {
    stack.does("destroy", "echo > blind; exit 1");
    stack.does("outputs", "if [ -e blind ]; then exit 7; fi\n" + STANDS);
    for (String line : new String[] {"run", "resume", "rollback"}) {
      Finished finished =
          line.equals("run") ? type(line, "second", APPROVED) : type(line, APPROVED);
      assertThat(finished.exitCode()).as(line + finished.output()).isNotZero();
      assertThat(finished.errors()).contains("SAFE   ").contains("NEXT   ");
      assertStands();
    }
    Files.delete(stack.folder().resolve("blind"));
    Finished back = type("rollback", APPROVED);
    assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
    assertStands();
  }

  /** The destroy's exit code is 0 each time; what stands is asked. */
  @Test
  void whatADestroyLeftWholeIsDestroyedByResume() throws IOException {
    leaves("true");
    assertStands();
    isDestroyedByResume();
  }

  @Test
  void whatADestroyLeftHalfIsDestroyedByResume() throws IOException {
    leaves("rm -r live/uploads");
    isDestroyedByResume();
  }

  private void leaves(String script) throws IOException {
    stack.does("destroy", script);
    Finished left = type("run", "second", APPROVED);
    assertThat(left.exitCode()).as(left.output()).isNotZero();
    assertThat(left.errors()).contains("destroying succeeded and left things behind");
    assertThat(stack.ran("create")).isFalse();
  }

  private void isDestroyedByResume() throws IOException {
    stack.does("destroy", "rm -rf live/uploads; echo > gone");
    Finished resumed = type("resume", APPROVED);
    assertThat(resumed.exitCode()).as(resumed.output() + resumed.errors()).isZero();
    assertThat(stack.ran("create")).isTrue();
    assertThat(stack.folder().resolve("live/uploads/one")).hasContent("one");
  }

  @ParameterizedTest
  @ValueSource(ints = {130, 137, 143, 255})
  void aCreateThatIsKilledAgainAndAgainIsTriedAFewTimes(int code) throws IOException {
    stack.does("create", "exit " + code);
    Finished held = type("run", "second", APPROVED);
    assertThat(held.exitCode()).as(held.output()).isNotZero();
    assertThat(held.errors()).contains("the old stack is destroyed", "NEXT   rehome resume r1");
    assertThat(Files.readAllLines(stack.folder().resolve("create.ran"))).hasSizeLessThan(5);
    stack.does("create", "mkdir -p live/uploads; rm gone");
    Finished resumed = type("resume", APPROVED);
    assertThat(resumed.exitCode()).as(resumed.output() + resumed.errors()).isZero();
    assertThat(stack.folder().resolve("live/uploads/one")).hasContent("one");
  }
}
