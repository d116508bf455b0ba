package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.redeployment.plan.StepResult.Closing;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.report.RunReport;
import dev.rehome.run.Entry;
import dev.rehome.run.Journal;
import dev.rehome.world.Ending;
import dev.rehome.world.Mischief;
import dev.rehome.world.SimulatedJournals;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this program wrote to, and how it left that nobody saw: others may have written since. */
final class UnseenTest {
  private static final Ending BACK = new Ending.Ended("rolled back");
  private static final Ending REDEPLOYED = new Ending.Ended("redeployed");

  /** Where a run that nothing disturbs makes its calls. */
  private static final List<String> CALLS =
      Points.callNames(List.of(Wish.run()), World.Nature.PLAIN);

  private final Simulation simulation = new Simulation(new World(1, World.Nature.PLAIN));
  private final World world = simulation.world;

  private static int last(String call) {
    return CALLS.lastIndexOf(call) + 1;
  }

  /** The program is killed at a call, and what it had started comes to its end. */
  private void killedAt(int call) {
    world.strike(call, Strike.KILL_WITHIN);
    assertThat(simulation.act("A", Wish.run())).isInstanceOf(Ending.Killed.class);
    world.awaitJobs();
  }

  private void somebody(Mischief writes) {
    int before = world.history().size();
    writes.to(world);
    assertThat(world.history().subList(before, world.history().size()))
        .as("somebody wrote")
        .anyMatch(each -> each.contains("production, number"));
  }

  private void nothingIsLost() {
    assertThat(simulation.violation()).isEmpty();
  }

  private List<Entry> journal() {
    return Journal.parse(new SimulatedJournals(world.invocation("A")).read("r1"));
  }

  /** Why the new stack was saved before it went. */
  private List<String> kept() {
    return Json.read(
            Runs.record(journal()).result(Strategies.BACK_QUIESCE.key()).orElseThrow(),
            Closing.class)
        .keep();
  }

  @Test
  void whatIsWrittenAfterAMigrationThatNobodySawEndIsSavedBeforeGoingBack() {
    killedAt(last("Job.await migrate-migrate-1-1"));
    somebody(Mischief.WRITES_AS_SUPERUSER);
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(BACK);
    nothingIsLost();
    assertThat(kept())
        .contains(
            "how a migration left database shop of the new stack was not seen, so others may have"
                + " written to it since");
  }

  @Test
  void itStaysWhereItIsIfTheMigrationSucceeded() {
    killedAt(last("Job.await migrate-migrate-1-1"));
    somebody(Mischief.WRITES_AS_SUPERUSER);
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(REDEPLOYED);
    nothingIsLost();
  }

  @Test
  void itIsSavedBeforeADatabaseIsRestoredAgainSinceTheMigrationFailed() {
    world.strike(Points.MIGRATING + 1, Strike.JOB_FAILS);
    killedAt(last("Job.await migrate-migrate-1-1") - 1);
    somebody(Mischief.WRITES_AS_SUPERUSER);
    assertThat(simulation.act("A", Wish.resume()))
        .as("adopts it")
        .isInstanceOf(Ending.Failed.class);
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(REDEPLOYED);
    nothingIsLost();
    assertThat(RunReport.page(journal())).contains("has all that was there, and rehome diff");
  }

  @Test
  void itIsSavedBeforeAnotherRevisionIsBuilt() {
    world.strike(Points.MIGRATING + 1, Strike.JOB_FAILS);
    killedAt(last("Job.await migrate-migrate-1-1") - 1);
    somebody(Mischief.WRITES_AS_SUPERUSER);
    assertThat(simulation.act("A", Wish.mend())).isEqualTo(REDEPLOYED);
    nothingIsLost();
  }

  /** Whoever ends it sees how it left everything. */
  @Test
  void aMigrationThatIsEndedByGoingBackTakesNoBackup() {
    world.strike(last("Job.await migrate-migrate-1-1") - 2, Strike.KILL_WITHIN);
    simulation.act("A", Wish.run());
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(BACK);
    assertThat(kept()).isEmpty();
  }

  @Test
  void theMarkThatAFullDiskDidNotTakeIsNotTakenLater() {
    world.strike(Points.MIGRATING + 1, Strike.JOB_FAILS);
    world.event(
        CALLS.lastIndexOf("Job.await migrate-migrate-1-1") - 1, Mischief.FILLS_THE_DISK::to);
    assertThat(simulation.act("A", Wish.run())).isInstanceOf(Ending.Failed.class);
    world.undo();
    somebody(Mischief.WRITES_AS_SUPERUSER);
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(BACK);
    nothingIsLost();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void whatIsWrittenToAHalfLoadedDatabaseIsNotLost(String next) {
    world.strike(Points.MIGRATING - 1, Strike.JOB_KILLED);
    killedAt(last("Job.await restore-database-load-shop-1") - 1);
    somebody(Mischief.WRITES_AS_SUPERUSER);
    simulation.act("A", next.equals("resume") ? Wish.resume() : Wish.rollback());
    nothingIsLost();
    simulation.comesToAnEnd("A");
    nothingIsLost();
  }

  @Test
  void aHalfLoadedDatabaseThatNobodyWroteToIsJustLoadedAgain() {
    world.strike(Points.MIGRATING - 1, Strike.JOB_KILLED);
    killedAt(last("Job.await restore-database-load-shop-1") - 1);
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(REDEPLOYED);
  }

  /** They are all back and marked, and restoring them did not end. */
  @Test
  void aStoredFileThatIsEditedThenIsNotRestoredOver() {
    List<String> fromThere = CALLS.subList(CALLS.indexOf("Files.restore"), CALLS.size());
    killedAt(CALLS.indexOf("Files.restore") + fromThere.indexOf("Files.compare") + 1);
    somebody(Mischief.EDITS_A_FILE);
    Failure refused = ((Ending.Failed) simulation.act("A", Wish.resume())).failure();
    assertThat(refused.whatHappened()).startsWith("nothing is restored, since that would lose");
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(BACK);
    nothingIsLost();
  }

  @Test
  void aFileThatComesDuringAMigrationIsSavedBeforeGoingBack() {
    world.event(last("Job.await migrate-migrate-1-1") - 1, each -> Mischief.uploads(each));
    world.strike(Points.MIGRATING + 1, Strike.JOB_FAILS);
    assertThat(simulation.act("A", Wish.run())).isInstanceOf(Ending.Failed.class);
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(BACK);
    nothingIsLost();
  }

  /** What it had started goes on, and builds after all. */
  @Test
  void whatIsKilledWhileItIsWaitedForIsEndedWithAllThatItStarted() {
    int builds = 9; // the first effect of the job that builds, after it took the lock
    world.strike(CALLS.indexOf("Job.await create-create-1") + 1, Strike.STOP);
    world.strike(builds, Strike.JOB_LINGERS);
    simulation.act("A", Wish.run());
    simulation.act("A", Wish.rollback());
    simulation.comesToAnEnd("A");
    nothingIsLost();
  }
}
