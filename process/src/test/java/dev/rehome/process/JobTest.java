package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
  @TempDir Path temporary = Path.of("");

  private Job job() {
    return new Job(temporary.resolve("job"));
  }

  @Test
  void tellsHowItEndedAlsoToALaterProcess() {
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    job().start(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    assertThat(job().finished()).isEqualTo(new Finished(3, "out\n", "err\n"));
  }

  @Test
  void runsAtMostOnceHoweverOftenItIsStarted() throws IOException {
    Path witness = temporary.resolve("witness");
    Command command = Command.of("sh", "-c", "echo ran >> " + witness + "; sleep 0.3");
    job().start(command);
    job().start(command);
    assertThat(job().state()).isEqualTo(Job.State.RUNNING);
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    job().start(command);
    assertThat(Files.readAllLines(witness)).containsExactly("ran");
  }

  @Test
  void goesOnWhenNobodyWaits() {
    job().start(Command.of("sh", "-c", "sleep 0.2; echo done"));
    assertThat(job().await(() -> true)).isEqualTo(Job.State.RUNNING);
    assertThat(job().await(() -> false)).isEqualTo(Job.State.ENDED);
    assertThat(job().finished().output()).isEqualTo("done\n");
  }

  @Test
  void isLostWhenKilledAndNamesWhatOutlivedIt() throws IOException {
    job()
        .start(
            Command.of("sh", "-c", "sleep 61 & echo $! > new && mv new child; wait").in(temporary));
    while (!Files.exists(temporary.resolve("child"))) {
      Thread.onSpinWait();
    }
    String session = Files.readString(temporary.resolve("job/session")).trim();
    String child = Files.readString(temporary.resolve("child")).trim();
    Command.of("pkill", "-KILL", "-s", session, "^(flock|sh)$")
        .run(java.time.Duration.ofMinutes(1));
    try {
      assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
      assertThat(job().survivors()).isEqualTo(List.of(child + " (sleep)"));
    } finally {
      Command.of("kill", child).run(java.time.Duration.ofMinutes(1));
    }
    assertThat(job().state()).isEqualTo(Job.State.LOST);
  }

  @Test
  void isLostAlsoWhenOnlyTheCommandItselfWasKilled() {
    job().start(Command.of("sh", "-c", "kill -KILL $$"));
    assertThat(job().await(() -> false)).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEmpty();
  }

  @Test
  void keepsWhatItPrintsToItsOwner() throws IOException {
    job().start(Command.of("sh", "-c", "echo $WORD").with("WORD", new Secret("hidden")));
    job().await(() -> false);
    assertThat(job().finished().output()).isEqualTo("hidden\n");
    assertThat(Files.getPosixFilePermissions(temporary.resolve("job"))).hasSize(3);
    assertThat(Files.getPosixFilePermissions(job().output())).hasSize(2);
  }
}
