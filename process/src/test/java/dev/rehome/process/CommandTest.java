package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path temporary = Path.of("");

  @Test
  void outputErrorsInputAndExitCodeAreKept() {
    Finished finished =
        Command.of("sh", "-c", "cat; echo oops >&2; exit 7")
            .run("in".getBytes(StandardCharsets.UTF_8), LIMIT);
    assertThat(finished).isEqualTo(new Finished(7, "in", "oops\n"));
  }

  @Test
  void argumentsAreNeverReadByAShell() {
    assertThat(Command.of("printf", "%s", "$HOME `id` ; 'x").run(LIMIT).output())
        .isEqualTo("$HOME `id` ; 'x");
  }

  @Test
  void secretsReachTheProcessAndNothingElse() {
    Command command =
        Command.of("sh", "-c", "printf %s \"$PASSWORD\"").with("PASSWORD", new Secret("hidden"));
    assertThat(command.run(LIMIT).output()).isEqualTo("hidden");
    assertThat(command.toString()).doesNotContain("hidden").contains("***");
  }

  @Test
  void theTimeLimitEndsTheWholeGroup() {
    Command command = Command.of("sh", "-c", "sleep 4321 & sleep 4321");
    ProcessFailure failure = failure(() -> command.run(Duration.ofMillis(300)));
    assertThat(failure.reason()).isEqualTo(ProcessFailure.Reason.TIME_LIMIT);
    assertThat(failure.whatHappened())
        .isEqualTo("sh -c sleep 4321 & sleep 4321 did not end within 0.3 seconds, and was ended");
    goneSoon("^sleep 4321");
  }

  @Test
  void aCommandOverItsLimitMayCleanUp() throws Exception {
    Path lock = Files.createFile(temporary.resolve("lock"));
    Command command =
        Command.of("sh", "-c", "trap 'rm lock; exit' TERM; while :; do sleep 0.05; done")
            .in(temporary);
    failure(() -> command.run(Duration.ofMillis(500)));
    assertThat(lock).doesNotExist();
  }

  @Test
  void inputThatNobodyReadsHoldsUpNothing() {
    assertThat(
            failure(
                    () ->
                        Command.of("sleep", "4322").run(new byte[1 << 20], Duration.ofMillis(300)))
                .reason())
        .isEqualTo(ProcessFailure.Reason.TIME_LIMIT);
  }

  @Test
  void aChildThatHoldsTheOutputIsNotWaitedForAndGoesOn() {
    Command command = Command.of("sh", "-c", "echo out; sleep 4323 & exit 3");
    assertThat(command.run(LIMIT)).isEqualTo(new Finished(3, "out\n", ""));
    assertThat(endedSoon("^sleep 4323")).isTrue();
  }

  @Test
  void aServiceThatACommandStartedGoesOn() {
    Command command = Command.of("sh", "-c", "setsid sleep 4324 & sleep 4325 > /dev/null 2>&1 &");
    assertThat(command.run(LIMIT).succeeded()).isTrue();
    for (String service : List.of("^sleep 4324", "^sleep 4325")) {
      assertThat(endedSoon(service)).as(service).isTrue();
    }
  }

  private static ProcessFailure failure(ThrowingCallable work) {
    return catchThrowableOfType(ProcessFailure.class, work);
  }

  /** What was started may be listed as the shell or setsid for a moment longer. */
  private static boolean endedSoon(String pattern) {
    return IntStream.range(0, 100)
        .anyMatch(
            each ->
                Command.of("sh", "-c", "pkill -f \"$1\" || { sleep 0.05; false; }", "sh", pattern)
                    .run(LIMIT)
                    .succeeded());
  }

  /** What was killed may be listed for a moment longer. */
  private static void goneSoon(String pattern) {
    while (Command.of("pgrep", "-f", pattern).run(LIMIT).exitCode() == 0) {
      Thread.onSpinWait();
    }
  }
}
