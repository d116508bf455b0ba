package dev.rehome.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Job;
import dev.rehome.process.ProcessFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Job} promises; every implementation runs all of it. */
public abstract class JobContract {
  /** The one job of the test, as a process that has just begun finds it. */
  protected abstract Job job();

  /** A command that prints and ends at once. */
  protected abstract Command prints(String output, String errors, int exitCode);

  /** A command that runs until {@link #release}, and then prints {@code done}. */
  protected abstract Command stays();

  protected abstract void release();

  /** Kills all of the job at once, as running out of memory may. */
  protected abstract void kill();

  /** Removes the folders of all jobs. */
  protected abstract void removeFolders();

  /** How many commands have begun. */
  protected abstract int begun();

  private void prepareAndStart(Command command) {
    job().prepare();
    job().start(command);
  }

  private Job.State ended() {
    return job().await(() -> false);
  }

  private static void refused(Runnable start) {
    assertThatThrownBy(start::run)
        .isInstanceOf(ProcessFailure.class)
        .extracting(e -> ((ProcessFailure) e).reason())
        .isEqualTo(ProcessFailure.Reason.NOT_STARTED);
  }

  @Test
  void isNewOnceItIsPreparedHoweverOften() {
    job().prepare();
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    job().prepare();
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    assertThat(ended()).isEqualTo(Job.State.NEW);
    assertThat(job().survivors()).isEmpty();
  }

  @Test
  void runsNothingThatIsNotPrepared() {
    assertThat(job().state()).isEqualTo(Job.State.LOST);
    refused(() -> job().start(prints("", "", 0)));
    assertThat(begun()).isZero();
    assertThat(job().state()).isEqualTo(Job.State.LOST);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 193, 255})
  void tellsHowItEndedAlsoToALaterProcess(int exitCode) {
    prepareAndStart(prints("out", "err", exitCode));
    assertThat(ended()).isEqualTo(Job.State.ENDED);
    assertThat(job().finished()).isEqualTo(new Finished(exitCode, "out", "err"));
    assertThat(job().survivors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 137, 143, 192})
  void isLostWhenASignalEndedTheCommand(int exitCode) {
    prepareAndStart(prints("out", "", exitCode));
    assertThat(ended()).isEqualTo(Job.State.LOST);
  }

  @Test
  void runsAtMostOnceHoweverOftenItIsPreparedAndStarted() {
    prepareAndStart(stays());
    prepareAndStart(stays());
    assertThat(job().state()).isEqualTo(Job.State.RUNNING);
    release();
    assertThat(ended()).isEqualTo(Job.State.ENDED);
    prepareAndStart(stays());
    assertThat(job().finished()).isEqualTo(new Finished(0, "done", ""));
    assertThat(begun()).isEqualTo(1);
  }

  @Test
  void goesOnWhenNobodyWaits() {
    prepareAndStart(stays());
    assertThat(job().await(() -> true)).isEqualTo(Job.State.RUNNING);
    assertThat(job().survivors()).isNotEmpty();
    release();
    assertThat(ended()).isEqualTo(Job.State.ENDED);
  }

  @Test
  void isLostWhenKilledAndNotRunAgain() {
    prepareAndStart(stays());
    kill();
    assertThat(ended()).isEqualTo(Job.State.LOST);
    prepareAndStart(stays());
    assertThat(job().state()).isEqualTo(Job.State.LOST);
    assertThat(begun()).isEqualTo(1);
  }

  @Test
  void isLostWhenSomebodyRemovedItsFolderAndNamesWhatStillRuns() {
    prepareAndStart(stays());
    removeFolders();
    assertThat(job().state()).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isNotEmpty();
    refused(() -> job().start(stays()));
    assertThat(begun()).isEqualTo(1);
    job().end();
    assertThat(job().survivors()).isEmpty();
  }

  @Test
  void endsWithAllThatItStarted() {
    prepareAndStart(stays());
    job().end();
    assertThat(job().state()).isEqualTo(Job.State.LOST);
    assertThat(job().survivors()).isEmpty();
    job().end();
    prepareAndStart(stays());
    assertThat(begun()).isEqualTo(1);
  }

  @Test
  void neverBeginsOnceItIsEndedBefore() {
    job().prepare();
    job().end();
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    refused(() -> job().start(stays()));
    assertThat(job().state()).isEqualTo(Job.State.NEW);
    assertThat(begun()).isZero();
  }

  @Test
  void staysEndedWhenItIsEndedAfterwards() {
    prepareAndStart(prints("out", "", 3));
    assertThat(ended()).isEqualTo(Job.State.ENDED);
    job().end();
    assertThat(job().state()).isEqualTo(Job.State.ENDED);
    assertThat(job().finished()).isEqualTo(new Finished(3, "out", ""));
  }
}
