package dev.rehome.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopWishTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path temporary = Path.of("");

  /** Begins, and runs for as many seconds. */
  private Command takes(String seconds) {
    return Command.of("sh", "-c", "> began; sleep " + seconds + "; echo done").in(temporary);
  }

  private void wishOnceItBegan() {
    StopWish.ask(() -> Files.exists(temporary.resolve("began")));
  }

  @AfterEach
  void wishNothing() {
    StopWish.ask(() -> false);
  }

  @Test
  void endsACommandThatHangs() {
    wishOnceItBegan();
    ProcessFailure failure =
        catchThrowableOfType(ProcessFailure.class, () -> takes("5432").run(LIMIT));
    assertThat(failure.reason()).isEqualTo(ProcessFailure.Reason.STOPPED);
    assertThat(failure.whatHappened())
        .isEqualTo("stopped as you asked; sh -c > began; sleep 5432; echo done was ended");
    assertThat(Command.of("pgrep", "-f", "^sleep 5432").run(LIMIT).exitCode()).isEqualTo(1);
  }

  @Test
  void endsACommandThatBeganBeforeIt() {
    try (Running running = takes("5433").start()) {
      StopWish.ask(() -> true);
      ProcessFailure failure =
          catchThrowableOfType(ProcessFailure.class, () -> running.finish(new byte[0], LIMIT));
      assertThat(failure.reason()).isEqualTo(ProcessFailure.Reason.STOPPED);
    }
  }

  @Test
  void letsAShortCommandEndByItself() {
    wishOnceItBegan();
    assertThat(takes("0.5").run(LIMIT).output()).isEqualTo("done\n");
  }

  @Test
  void endsNothingThatBeginsLater() {
    StopWish.ask(() -> true);
    assertThat(takes("4").run(LIMIT).output()).isEqualTo("done\n");
  }

  @Test
  void endsNothingThatPutsSomethingRight() {
    wishOnceItBegan();
    StopWish.toTheEnd(() -> assertThat(takes("4").run(LIMIT).output()).isEqualTo("done\n"));
  }

  @Test
  void endsNoJob() {
    Job job = new FolderJob(temporary.resolve("job"));
    job.prepare();
    StopWish.ask(() -> true);
    job.start(takes("0.3"));
    assertThat(job.await(() -> true)).isEqualTo(Job.State.RUNNING);
    assertThat(job.await(() -> false)).isEqualTo(Job.State.ENDED);
  }
}
