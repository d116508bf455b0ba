package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.testkit.Shell;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The old stack is gone, the new revision has a mistake, and the run goes on with a mended one. */
class MendedRevisionTest {
  private static final String MENDED = " --revision second --approve live";

  private LiveStack stack;
  private LiveOperator operator;

  @SuppressWarnings("NullAway.Init")
  MendedRevisionTest() {}

  @AfterEach
  void remove() {
    stack.close();
  }

  /** A run that holds: its revision is the second one, to which this was done. */
  private String holds(boolean terraform, String mistake) throws IOException {
    stack = LiveStack.build(terraform);
    operator = new LiveOperator(stack);
    Shell.run(
        stack.folder().resolve("app"),
        "git checkout -q -b broken second\n"
            + mistake
            + "\ngit add -A\n"
            + "git -c user.name=t -c user.email=t@example.org commit -qm broken\n"
            + "git checkout -q main");
    String said = operator.fails("rehome run broken --approve live");
    assertThat(said)
        .contains(
            "the old stack is destroyed",
            "rehome resume r1 --revision REVISION    builds a mended revision");
    return said;
  }

  private void servesTheMendedRevision() throws IOException {
    operator.assertServesWithAll("shipping");
    String commit = Shell.run(stack.folder().resolve("app"), "git rev-parse second").strip();
    assertThat(stack.folder().resolve("homes/production/service/revision")).hasContent(commit);
    assertThat(operator.succeeds("rehome report"))
        .contains("making room for another revision", "on to revision " + commit);
    assertThat(Shell.run(stack.folder().resolve("app"), "git worktree list"))
        .as("what did not come to serve leaves no checkout behind")
        .doesNotContain("/r1/old ", "/r1/new ");
  }

  @Test
  void aMigrationThatFailsIsMended() throws IOException {
    String said = holds(true, "echo 'SELECT 1/0;' > migrations/V3__note.sql");
    assertThat(said).contains("migrate");
    assertThat(operator.fails("rehome resume")).contains("migrate");
    assertThat(operator.fails("rehome resume --revision nowhere"))
        .contains("there is no revision \"nowhere\"");
    assertThat(operator.fails("rehome resume --revision second"))
        .contains("destroys what this run has built, and waits for approval");
    assertThat(operator.succeeds("rehome resume" + MENDED)).contains("redeployed");
    servesTheMendedRevision();
  }

  @Test
  @Tag("long")
  void aMigrationThatLosesRowsIsMendedByCommands() throws IOException {
    String said = holds(false, "echo 'DELETE FROM orders WHERE id < 9;' > migrations/V3__note.sql");
    assertThat(said).contains("the new stack does not have all that was saved");
    assertThat(operator.succeeds("rehome resume" + MENDED)).contains("redeployed");
    servesTheMendedRevision();
  }

  @Test
  @Tag("long")
  void whatCannotBeBuiltIsMended() throws IOException {
    String said =
        holds(true, "sed -i '2i [ \"$1 $2\" != \"service create\" ] || exit 7' deploy/provision");
    assertThat(said).contains("building the new stack failed");
    assertThat(operator.fails("rehome resume" + MENDED))
        .contains("terraform untaint terraform_data.service, in the stack's workspace");
    Shell.run(
        stack.folder().resolve("live/deploy"),
        "TF_WORKSPACE=production terraform untaint terraform_data.service");
    assertThat(operator.succeeds("rehome resume" + MENDED)).contains("redeployed");
    servesTheMendedRevision();
  }

  @Test
  @Tag("long")
  void whatSomebodyWroteMeanwhileIsNotDestroyed() throws IOException {
    holds(false, "echo 'SELECT 1/0;' > migrations/V3__note.sql");
    stack.writesAFile(LiveStack.PRODUCTION);
    String file = operator.written(LiveStack.PRODUCTION, "file").getLast();
    assertThat(operator.fails("rehome resume" + MENDED))
        .contains("what is built would go with what was written to it", "files below");
    stack.writesAsSuperuser(LiveStack.PRODUCTION);
    String row = operator.written(LiveStack.PRODUCTION, "row").getLast();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    assertThat(stack.backups()).contains(file, row);
  }
}
