package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.failure.Failure;
import dev.rehome.redeployment.Redeploying.Wish;
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

/** A run that holds because of its new revision goes on with another one. */
final class MendingTest {
  private final Simulation simulation = new Simulation(new World(1, World.Nature.PLAIN));

  private List<Entry> journal() {
    return Journal.parse(new SimulatedJournals(simulation.world.invocation("A")).read("r1"));
  }

  /** Where the world takes nobody to notice it, nobody does. */
  private void assertSomebodyPutAFile() {
    assertThat(simulation.world.history()).anyMatch(each -> each.contains("uploads to production"));
  }

  private Failure fails(Wish wish) {
    return ((Ending.Failed) simulation.act("A", wish)).failure();
  }

  /** From the first effect of the job that builds to the last one of the migration. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, Points.MIGRATING, 21, 22})
  void whateverFailedOfTheNewRevisionAnotherOneIsBuilt(int effect) {
    assertThat(fails(Wish.run().failing(effect)).next())
        .contains(
            "rehome resume r1 --revision REVISION    builds a mended revision in place of this"
                + " one");
    assertThat(simulation.act("A", Wish.mend())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(simulation.violation()).isEmpty();
    assertThat(Runs.plan(journal()).to()).isEqualTo(World.MENDED);
    assertThat(RunReport.page(journal()))
        .contains("making room for another revision", "on to revision " + World.MENDED);
  }

  @Test
  void whatIsDestroyedForItIsApproved() {
    assertThat(fails(Wish.run().failing(Points.MIGRATING)).whatHappened()).contains("migrate");
    Failure asks = fails(Wish.mend().unapproved());
    assertThat(asks.whatHappened())
        .isEqualTo(
            "going on with revision "
                + World.MENDED
                + " destroys what this run has built, and waits for approval");
    assertThat(asks.next().getFirst())
        .startsWith("rehome resume r1 --revision " + World.MENDED + " --approve shop    ");
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(Runs.plan(journal()).to()).as("nothing was agreed to").isEqualTo(World.NEW);
  }

  @Test
  void variableFilesThatChangedAreAgreedToWithThatRevision() {
    fails(Wish.run().failing(Points.MIGRATING));
    Mischief.SWAPS_VARIABLES.to(simulation.world);
    assertThat(fails(Wish.mend()).next())
        .anyMatch(
            each ->
                each.contains("rehome resume r1 --revision " + World.MENDED + " --approve shop@"));
  }

  /** At whichever call of the command that asks for it. */
  @ParameterizedTest
  @ValueSource(ints = {8, Points.MIGRATING})
  void variableFilesThatChangeWhileItIsAskedForAreNotBuiltWith(int effect) {
    for (int later = 1; later < 80; later++) {
      var each = new Simulation(new World(1, World.Nature.PLAIN));
      each.act("A", Wish.run().failing(effect));
      each.world.event(each.world.calls() + later, Mischief.SWAPS_VARIABLES::to);
      each.act("A", Wish.mend());
      assertThat(each.violation()).as("at call " + later).isEmpty();
    }
  }

  /** Those of the job that destroys what was built. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void whatWasAgreedToIsGoneOnWith(int effect) {
    fails(Wish.run().failing(Points.MIGRATING));
    fails(Wish.mend().failing(effect));
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(Runs.plan(journal()).to()).isEqualTo(World.MENDED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void goingBackIsStillPossibleThen(int effect) {
    fails(Wish.run().failing(Points.MIGRATING));
    fails(Wish.mend().failing(effect));
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(new Ending.Ended("rolled back"));
    assertThat(simulation.violation()).isEmpty();
  }

  @Test
  void anotherRevisionTakesAnotherRunBeforeTheOldStackIsGone() {
    fails(Wish.run().failing(1));
    assertThat(fails(Wish.mend()).whatHappened())
        .isEqualTo("the old stack is not destroyed yet, so another revision takes another run");
  }

  @Test
  void whatWasWrittenToTheNewStackDoesNotGoForIt() {
    fails(Wish.run().failing(Points.MIGRATING));
    Mischief.WRITES_AS_SUPERUSER.to(simulation.world);
    assertThat(fails(Wish.mend()).whatHappened())
        .isEqualTo(
            "what is built would go with what was written to it, which going back saves first:"
                + " somebody wrote to database shop of the new stack");
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(new Ending.Ended("rolled back"));
  }

  /** The journal cannot say how the files were left. */
  @Test
  void aFileThatSomebodyPutThereOnAFullDiskIsSavedToo() {
    List<String> calls = Points.callNames(List.of(Wish.run()), World.Nature.PLAIN);
    simulation.world.event(
        calls.lastIndexOf("Job.start migrate-migrate-1-1") + 2, Mischief.FILLS_THE_DISK::to);
    fails(Wish.run());
    simulation.world.undo();
    Mischief.PUTS_A_FILE.to(simulation.world);
    assertSomebodyPutAFile();
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(new Ending.Ended("rolled back"));
    assertThat(simulation.violation()).isEmpty();
  }

  /** What leads to the files goes first, so it was kept before. */
  @Test
  void aFileThatSomebodyPutIntoHalfDestroyedRuinsDoesNotGo() {
    World world = simulation.world;
    List<String> calls = Points.callNames(List.of(Wish.run()), World.Nature.PLAIN);
    world.strike(calls.lastIndexOf("Job.await create-close-1-1") + 1, Strike.KILL_WITHIN);
    simulation.act("A", Wish.run());
    world.pass(60_000);
    int destroysDatabase = world.effects() + 5; // after: stop, lock, forget outputs, app
    world.strike(destroysDatabase, Strike.JOB_FAILS);
    fails(Wish.mend());
    Mischief.PUTS_A_FILE.to(world);
    assertSomebodyPutAFile();
    simulation.act("A", Wish.resume());
    assertThat(simulation.violation()).isEmpty();
    simulation.comesToAnEnd("A");
    assertThat(simulation.violation()).isEmpty();
  }

  /** The restore before found nothing beside its files, and this one is killed before it looks. */
  @Test
  void aFileThatSomebodyPutThereWhileFilesAreRestoredAgainIsSavedToo() {
    World world = simulation.world;
    Wish failing = Wish.run().failing(Points.MIGRATING);
    int before = Points.callNames(List.of(failing), World.Nature.PLAIN).size();
    List<String> resumed = // the first is the command itself
        Points.callNames(List.of(failing, Wish.resume()), World.Nature.PLAIN).stream()
            .skip(before)
            .toList();
    fails(failing);
    world.event(world.calls() + resumed.indexOf("Files.restore") + 1, Mischief::uploads);
    world.strike(world.calls() + resumed.indexOf("Files.compare"), Strike.KILL_BEFORE);
    assertThat(simulation.act("A", Wish.resume())).isInstanceOf(Ending.Killed.class);
    assertSomebodyPutAFile();
    world.pass(60_000);
    assertThat(simulation.act("A", Wish.rollback())).isEqualTo(new Ending.Ended("rolled back"));
    assertThat(simulation.violation()).isEmpty();
  }

  @Test
  void aRunThatGoesBackDoesSo() {
    fails(Wish.run().failing(Points.MIGRATING));
    fails(Wish.rollback().failing(1));
    assertThat(fails(Wish.mend()).whatHappened())
        .isEqualTo("run r1 goes back to revision " + World.OLD);
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("rolled back"));
  }
}
