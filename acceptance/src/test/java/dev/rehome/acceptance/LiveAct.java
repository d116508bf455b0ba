package dev.rehome.acceptance;

import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What people, machines and chance do to a real stack while it is redeployed. */
@SuppressWarnings("ImmutableEnumChecker") // the deeds close over nothing
enum LiveAct {
  KILLS_REHOME(
      false,
      (stack, rehome, random) -> {
        if (rehome != null) {
          rehome.signal("KILL");
        }
      }),
  STOPS_REHOME(
      false,
      (stack, rehome, random) -> {
        if (rehome != null) {
          rehome.signal(random.nextBoolean() ? "INT" : "HUP");
        }
      }),
  KILLS_A_JOB(
      false,
      (stack, rehome, random) -> {
        stack.killsAJob();
      }),
  OPENS_BY_HAND(
      true,
      (stack, rehome, random) -> {
        stack.admin(LiveStack.PRODUCTION, "GRANT CONNECT ON DATABASE app TO PUBLIC");
        stack.service(LiveStack.PRODUCTION, "start");
      }),
  WRITES_AS_SUPERUSER(
      true,
      (stack, rehome, random) -> {
        stack.writesAsSuperuser(LiveStack.PRODUCTION);
      }),
  WRITES_A_FILE(
      true,
      (stack, rehome, random) -> {
        stack.writesAFile(LiveStack.PRODUCTION);
      }),
  ENDS_SESSIONS(
      false,
      (stack, rehome, random) -> {
        stack.admin(
            LiveStack.PRODUCTION,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
      }),
  HOLDS_THE_STATES_LOCK(
      false,
      (stack, rehome, random) -> {
        Shell.run(
            stack.folder(),
            """
            state=live/deploy/terraform.tfstate.d/production/terraform.tfstate
            if [ -e $state ]; then
              setsid python3 -c 'import fcntl, sys, time
            fcntl.lockf(open(sys.argv[1], "r+"), fcntl.LOCK_EX)
            time.sleep(8)' "$PWD/$state" > /dev/null 2>&1 < /dev/null &
            fi
            """);
      }),
  TAKES_THE_REPOSITORY_AWAY(
      false,
      (stack, rehome, random) -> {
        Shell.run(
            stack.folder(),
            """
            mv backups backups.away 2> /dev/null || exit 0
            setsid sh -c 'sleep "$1"; rm -rf backups; mv -T backups.away backups' - $1 > /dev/null 2>&1 < /dev/null &
            """,
            "" + (1 + random.nextInt(3)));
      }),
  SELECTS_ANOTHER_WORKSPACE(
      false,
      (stack, rehome, random) -> {
        if (stack.byTerraform()) {
          Shell.run(
              stack.folder(), "cd live/deploy && terraform workspace select staging > /dev/null");
        }
      }),
  LAYS_A_FAULT(false, (stack, rehome, random) -> laysAFault(stack, random)),
  BEGINS_ANOTHER_RUN(
      false,
      (stack, rehome, random) -> {
        stack.type("rehome run second --state-folder third --approve live");
      }),
  ROLLS_STAGING_BACK(
      false,
      (stack, rehome, random) -> {
        stack.type("rehome rollback --file staging.yaml --approve live");
      });

  private static final List<String> PLACES =
      List.of(
          "database-create.before",
          "database-create.after",
          "database-destroy.before",
          "database-destroy.after",
          "uploads-create.before",
          "uploads-destroy.before",
          "uploads-destroy.after",
          "service-create.before",
          "service-create.after",
          "service-destroy.before",
          "service-destroy.after",
          "migrate",
          "migrate");

  private static void laysAFault(LiveStack stack, Random random) throws IOException {
    String place = PLACES.get(random.nextInt(PLACES.size()));
    stack.fault(place, random.nextInt(4) == 0 ? "slow" : "fail");
  }

  /** Does something to a stack, and to Rehome, if that runs. */
  private interface Deed {
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException;
  }

  private final boolean writes;
  private final Deed deed;

  LiveAct(boolean writes, Deed deed) {
    this.writes = writes;
    this.deed = deed;
  }

  /** Does it; nothing where there is nothing to do it to. */
  void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
    deed.to(stack, rehome, random);
  }

  /** Whether somebody writes because of it. */
  boolean writes() {
    return writes;
  }
}
