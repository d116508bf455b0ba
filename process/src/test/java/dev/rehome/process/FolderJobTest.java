package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only jobs of this machine have; what all have, testkit's contract for jobs tests. */
class FolderJobTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path temporary = Path.of("");

  private Job job() {
    return new FolderJob(temporary.resolve("job"));
  }

  private void begin(Command command) {
    job().prepare();
    job().start(command);
  }

  /** Starts a child by this line, and returns its pid. */
  private String beginWithChild(String line) throws IOException {
    begin(Command.of("bash", "-c", line + " & echo $! > new && mv new child; wait").in(temporary));
    while (!Files.exists(temporary.resolve("child"))) {
      Thread.onSpinWait();
    }
    return Files.readString(temporary.resolve("child")).trim();
  }

  private void killScript() throws IOException {
    String session = Files.readString(temporary.resolve("job/session")).split(" ")[0];
    Command.of("pkill", "-KILL", "-s", session, "^(flock|sh|bash)$").run(LIMIT);
  }

  @AfterEach
  void leaveNothing() {
    job().end();
  }

  @Test
  void namesWhatOutlivedIt() throws IOException {
    String child = beginWithChild("sleep 61");
    killScript();
    assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEqualTo(List.of(child + " (sleep)"));
    job().end();
    assertThat(job().survivors()).isEmpty();
    assertThat(job().state()).isEqualTo(Job.State.LOST);
  }

  @Test
  void namesAlsoWhatMadeASessionOfItsOwn() throws IOException {
    String child = beginWithChild("exec setsid sleep 62");
    killScript();
    assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEqualTo(List.of(child + " (sleep)"));
  }

  @Test
  void namesAlsoWhatCleanedItsEnvironment() throws IOException {
    String child = beginWithChild("exec env -i /bin/sleep 63");
    killScript();
    assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEqualTo(List.of(child + " (sleep)"));
  }

  @Test
  void takesNoOtherSessionThatGotItsNumberForItsOwn() throws IOException {
    begin(Command.of("sh", "-c", "kill -KILL $$"));
    job().await(() -> false);
    try (Running other = Command.of("sleep", "64").start()) {
      String session = Files.readString(temporary.resolve("job/session"));
      Files.writeString(
          temporary.resolve("job/session"), session.replaceFirst("^\\d+", "" + other.pid()));
      assertThat(job().survivors()).isEmpty();
      Files.writeString(
          temporary.resolve("job/session"),
          session.replaceFirst("^\\d+ (\\d+) \\S+", other.pid() + " $1 another-start"));
      assertThat(job().survivors()).isEmpty();
    }
  }

  @Test
  void isLostWhenOnlyTheCommandItselfWasKilled() {
    begin(Command.of("sh", "-c", "kill -KILL $$"));
    assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEmpty();
  }

  @Test
  void hearsHowACommandEndsThatIsToldTo() {
    begin(
        Command.of(
                "sh",
                "-c",
                "trap 'echo orderly; exit 4' TERM; echo > ready; while :; do sleep 0.05; done")
            .in(temporary));
    while (!Files.exists(temporary.resolve("ready"))) {
      Thread.onSpinWait();
    }
    job().end();
    assertThat(job().state()).isEqualTo(Job.State.ENDED);
    assertThat(job().finished().exitCode()).isEqualTo(4);
    assertThat(job().finished().output()).isEqualTo("orderly\n");
  }

  @Test
  void keepsTheServiceThatACommandLeftRunning() throws IOException {
    begin(Command.of("sh", "-c", "sleep 65 & echo $!"));
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    job().end();
    String service = job().finished().output().trim();
    Path name = Path.of("/proc/" + service + "/comm");
    while (Files.readString(name).equals("sh\n")) {
      Thread.onSpinWait(); // it was forked, and is about to become the service
    }
    assertThat(Files.readString(name)).isEqualTo("sleep\n");
    Command.of("kill", service).run(LIMIT);
  }

  @Test
  void keepsWhatItPrintsToItsOwner() throws IOException {
    begin(Command.of("sh", "-c", "echo $WORD").with("WORD", new Secret("hidden")));
    job().await(() -> false);
    assertThat(job().finished().output()).isEqualTo("hidden\n");
    assertThat(Files.getPosixFilePermissions(temporary.resolve("job"))).hasSize(3);
    assertThat(Files.getPosixFilePermissions(job().output())).hasSize(2);
  }
}
