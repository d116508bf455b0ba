package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

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
  void theTimeLimitEndsTheWholeGroup() throws Exception {
    Command command = Command.of("sh", "-c", "sleep 4321 & sleep 4321");
    assertThatThrownBy(() -> command.run(Duration.ofMillis(300)))
        .hasMessageContaining("did not end within");
    Thread.sleep(200);
    assertThat(Command.of("pgrep", "-f", "^sleep 4321").run(LIMIT).exitCode()).isEqualTo(1);
  }
}
