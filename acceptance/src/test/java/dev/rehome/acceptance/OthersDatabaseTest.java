package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After a redeployment somebody makes a database on the new server, which no stack file names. */
class OthersDatabaseTest {
  private static final String FILLS =
      """
      export PGPASSWORD=$(cat homes/production/database/admin-password)
      port=$(sed -n s/^LIVE_PORT=//p production.place)
      psql -Xq -h 127.0.0.1 -p $port -U postgres -c 'CREATE TABLE entries AS SELECT 1 AS id' ledger
      """;

  @Test
  @Tag("long") // the simulated world has it at every call
  void goingBackDoesNotDestroyIt() throws IOException {
    try (LiveStack stack = LiveStack.build(true)) {
      Finished finished = stack.type("rehome run second --approve live");
      assertThat(finished.exitCode()).as(finished.errors()).isZero();
      stack.admin(LiveStack.PRODUCTION, "CREATE DATABASE ledger");
      Finished filled = stack.type(FILLS);
      assertThat(filled.exitCode()).as(filled.errors()).isZero();
      Finished refused = stack.type("rehome rollback --approve live");
      assertThat(refused.exitCode()).as(refused.errors()).isNotZero();
      assertThat(refused.errors()).contains("database ledger", "would be lost with server");
      assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
      assertThat(stack.reachable(LiveStack.PRODUCTION)).isTrue();
      stack.admin(LiveStack.PRODUCTION, "DROP DATABASE ledger");
      Finished back = stack.type("rehome rollback --approve live");
      assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
      assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    }
  }
}
