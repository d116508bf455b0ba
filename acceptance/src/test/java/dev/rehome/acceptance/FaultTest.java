package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One fault at one call of Google's API in a redeployment: refused for the moment, slow, or done
 * without an answer. All of them pass, so the redeployment has to end without a hand; and nothing
 * may be lost in any case. {@code -Drehome.faults=all} goes through all calls, a number through as
 * many of them, chosen by {@code -Drehome.seed}.
 */
class FaultTest {
  private static final String[] KINDS = {
    "\"fault\": \"fail\", \"status\": 503",
    "\"fault\": \"fail\", \"status\": 429, \"reason\": \"rateLimitExceeded\"",
    "\"fault\": \"delay\", \"milliseconds\": 2000",
    "\"fault\": \"lost\""
  };

  /** Fewer than Rehome makes, so that each fault is met. */
  private static final int CALLS = 30;

  private final List<String> refused = new ArrayList<>();

  @Test
  @Tag("long")
  void aFaultThatPassesAtAnyCallIsSurvived() throws IOException {
    int runs = 0;
    String wanted = System.getProperty("rehome.faults", "2");
    if (wanted.equals("all")) {
      boolean met = true;
      for (int at = 1; met; at++) {
        for (String kind : KINDS) {
          met = redeployed(kind, at);
          runs++;
        }
      }
    } else {
      var random = new Random(Long.getLong("rehome.seed", 20261123));
      for (; runs < Integer.parseInt(wanted); runs++) {
        assertThat(
                redeployed(
                    KINDS[KINDS.length - 1 - runs % KINDS.length], 1 + random.nextInt(CALLS)))
            .as("the fault was met")
            .isTrue();
      }
    }
    assertThat(refused).as("of " + runs + " runs").hasSizeLessThanOrEqualTo(runs / 20);
  }

  /** Redeploys with a fault at one of Rehome's calls; whether there were so many. */
  private boolean redeployed(String kind, int at) throws IOException {
    try (CloudStack stack = CloudStack.build()) {
      stack.fault("{\"call\": \"*\", \"agent\": \"rehome\", \"at\": " + at + ", " + kind + "}");
      Finished run = stack.redeploy();
      String what = kind + " at call " + at;
      if (run.exitCode() == 0) {
        stack.assertWhole();
        assertThat(stack.calls("sql.backupRuns.insert")).as(what).isLessThanOrEqualTo(1);
        assertThat(stack.calls("sql.instances.restoreBackup")).as(what).isLessThanOrEqualTo(1);
        System.out.println(what + ": redeployed" + rung(stack));
      } else {
        refused.add(what + "\n" + run.errors());
        System.out.println(what + ": " + run.exitCode() + " " + run.errors().strip());
        wholeAfterAll(stack);
      }
      return stack.cloud().pendingFaults() == 0;
    }
  }

  private static String rung(CloudStack stack) {
    return stack.run("report").output().contains("app from snapshot: equal")
        ? " by snapshot"
        : " by dump";
  }

  /** The old stack serves, or what was begun can be gone on with. */
  private static void wholeAfterAll(CloudStack stack) throws IOException {
    if (stack.provisioned().size() > 1) {
      Finished resumed = stack.run("resume", "--approve", CloudStack.NAME);
      assertThat(resumed.exitCode()).as(resumed.errors()).isZero();
    }
    stack.assertWhole();
  }
}
