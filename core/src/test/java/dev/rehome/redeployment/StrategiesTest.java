package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Edge;
import dev.rehome.run.Plan;
import dev.rehome.run.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The two orders in which a stack is replaced, and what a failure at each place leads to. */
final class StrategiesTest {
  private static List<String> keys(Plan plan, Edge edge) {
    return plan.stages().stream().filter(each -> each.edge() == edge).map(Stage::key).toList();
  }

  private static List<List<String>> groups(Plan plan) {
    return plan.groups().stream().map(group -> group.stream().map(Stage::key).toList()).toList();
  }

  @Test
  void nothingIsDestroyedBeforeTheFinalBackupIsProven() {
    assertThat(groups(Strategies.REPLACE))
        .containsExactly(
            List.of("check"),
            List.of("stage"),
            List.of("prove"),
            List.of("approve"),
            List.of("quiesce"),
            List.of("back up"),
            List.of("prove again"),
            List.of("destroy"),
            List.of("create"),
            List.of("restore files", "restore database"),
            List.of("migrate"),
            List.of("certify"),
            List.of("open"),
            List.of("close"));
  }

  @Test
  void goingBackSavesAndProvesWhatUsersWroteBeforeItGoes() {
    assertThat(groups(Strategies.ROLL_BACK))
        .containsExactly(
            List.of("rollback: approve"),
            List.of("rollback: quiesce"),
            List.of("rollback: back up"),
            List.of("rollback: prove"),
            List.of("rollback: destroy"),
            List.of("rollback: create"),
            List.of("rollback: restore files", "rollback: restore database"),
            List.of("rollback: certify"),
            List.of("rollback: open"),
            List.of("rollback: close"));
  }

  @Test
  void whatIsClosedIsReopenedUntilItIsDestroyedAndHeldAfterwards() {
    assertThat(keys(Strategies.REPLACE, Edge.STOP))
        .containsExactly("check", "stage", "prove", "approve");
    assertThat(keys(Strategies.REPLACE, Edge.REOPEN))
        .containsExactly("quiesce", "back up", "prove again", "destroy");
    assertThat(keys(Strategies.REPLACE, Edge.HOLD))
        .containsExactly(
            "create", "restore files", "restore database", "migrate", "certify", "open");
    assertThat(keys(Strategies.REPLACE, Edge.WARN)).containsExactly("close");
    assertThat(keys(Strategies.ROLL_BACK, Edge.STOP)).containsExactly("rollback: approve");
    assertThat(keys(Strategies.ROLL_BACK, Edge.REOPEN))
        .containsExactly("rollback: quiesce", "rollback: back up", "rollback: prove");
    assertThat(keys(Strategies.ROLL_BACK, Edge.WARN)).containsExactly("rollback: close");
  }

  @Test
  void onlyAMigrationThatFailedVoidsWhatWasRestored() {
    assertThat(Strategies.ALL.stages().stream().filter(each -> each.voids().isPresent()))
        .containsExactly(Strategies.MIGRATE);
    assertThat(Strategies.MIGRATE.voids()).contains("restore files");
  }

  @Test
  void aStageOfTheSharedTailIsFoundOnEitherWay() {
    assertThat(Strategies.of(Strategies.OPEN, false)).isEqualTo(Strategies.OPEN);
    assertThat(Strategies.of(Strategies.OPEN, true)).isEqualTo(Strategies.BACK_OPEN);
    assertThat(Strategies.BACK_OPEN.word()).isEqualTo("open");
    assertThatThrownBy(() -> Strategies.of(Strategies.MIGRATE, true))
        .as("going back, nothing is migrated")
        .isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void journalsNamePlansAndTheLastOneGoesBack() {
    assertThat(Strategies.ALL.named("replace")).contains(Strategies.REPLACE);
    assertThat(Strategies.ALL.named("roll back")).contains(Strategies.ROLL_BACK);
    assertThat(Strategies.ALL.named("rollback")).isEqualTo(Optional.empty());
    assertThat(Strategies.ALL.all().getLast())
        .as("journals of version 1 say only that a run turned back")
        .isEqualTo(Strategies.ROLL_BACK);
  }
}
