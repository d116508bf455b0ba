package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, the wish to end from elsewhere, and a terminal that is gone. */
class StoppingTest {
  private static final String APPROVED = "--approve=files";

  private FileStack stack;

  @SuppressWarnings("NullAway.Init")
  StoppingTest() {}

  @BeforeEach
  void make() throws IOException {
    stack = FileStack.make();
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  private void until(Path file, String text) throws Exception {
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      Thread.sleep(5);
    }
  }

  /** A run that is told to stop when its stack is closed; it opens it again, slowly. */
  private Running stoppedWhileClosed(String signal) throws Exception {
    stack.does("open", "sleep 13; echo > opened");
    stack.does("quiesce", "echo > closed");
    // Looking takes long enough for the signal to arrive before anything is destroyed.
    stack.does("outputs", "if [ -e closed ]; then sleep 2; fi; echo '{\"place\": \"here\"}'");
    Running running = stack.rehome("run", "second", APPROVED).start();
    until(stack.folder().resolve(".rehome/runs/r1/journal.jsonl"), "\"stage\":\"back up\"");
    running.signal(signal);
    return running;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void theStackIsOpenedAgainHoweverLongThatTakes(String signal) throws Exception {
    try (Running running = stoppedWhileClosed(signal)) {
      until(stack.folder().resolve("open.ran"), "");
      running.signal("HUP"); // the line is cut meanwhile
      running.signal("TERM");
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(130);
      assertThat(finished.errors())
          .contains("Stopping at a safe point.")
          .contains("the old stack serves again")
          .contains("rehome resume r1");
    }
    assertThat(stack.folder().resolve("opened")).exists();
    assertThat(stack.ran("destroy")).isFalse();
  }

  @Test
  void theSecondCtrlCSaysWhatIsWaitedForAndTheThirdEndsAtOnce() throws Exception {
    try (Running running = stoppedWhileClosed("INT")) {
      until(stack.folder().resolve("open.ran"), "");
      running.signal("INT");
      Thread.sleep(500); // two signals at once are one
      running.signal("INT");
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(130);
      assertThat(finished.errors())
          .contains("Still stopping; waiting for: sh " + stack.folder() + "/open.")
          .doesNotContain("ERROR");
    }
    until(stack.folder().resolve("opened"), ""); // a job goes on by itself
  }

  @Test
  void outputThatNobodyReadsAnyMoreEndsNothing() throws Exception {
    stack.does("open", "sleep 2; echo > opened");
    stack.does("quiesce", "kill -HUP $(cat rehome.pid)");
    Finished finished =
        stack
            .rehome("run", "second", APPROVED)
            .after(
                List.of(
                    "bash",
                    "-c",
                    "(echo $BASHPID > "
                        + stack.folder()
                        + "/rehome.pid; exec \"$@\") 2>&1 | head -n 1",
                    "test"))
            .run(Shop.LIMIT);
    assertThat(finished.output()).isNotEmpty();
    until(stack.folder().resolve("opened"), "");
    assertThat(stack.ran("destroy")).isFalse();
  }

  @Test
  void aLookThatHangsIsEnded() throws Exception {
    stack.does("outputs", "exec sleep 7654321");
    try (Running running = stack.rehome("check", "second").start()) {
      until(stack.folder().resolve("outputs.ran"), "");
      running.signal("INT");
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(130);
      assertThat(finished.errors()).contains("stopped as you asked");
    }
    assertThat(Command.of("pgrep", "-f", "sleep 7654321").run(Shop.LIMIT).exitCode()).isEqualTo(1);
  }

  @Test
  void ctrlCAtAQuestionIsAnAnswer() throws Exception {
    Finished finished =
        stack.rehome("run", "second").after(List.of("python3", "-c", TYPES_CTRL_C)).run(Shop.LIMIT);
    assertThat(finished.output()).contains("Type files to approve this: ");
    assertThat(finished.exitCode()).as(finished.output()).isEqualTo(130);
    assertThat(stack.ran("destroy")).isFalse();
  }

  /** Runs the arguments on a terminal, and types Ctrl-C when it is asked something. */
  private static final String TYPES_CTRL_C =
      """
      import os, pty, sys
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp(sys.argv[1], sys.argv[1:])
      seen = b""
      while True:
          try:
              more = os.read(terminal, 4096)
          except OSError:
              break
          os.write(1, more)
          if b"Type files" not in seen and b"Type files" in seen + more:
              os.write(terminal, b"\\x03")
          seen += more
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;
}
