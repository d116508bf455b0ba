package dev.rehome.acceptance;

import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What people, machines and chance do to a real stack while it is redeployed. */
enum LiveAct {
  KILLS_REHOME {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      if (rehome != null) {
        rehome.signal("KILL");
      }
    }
  },
  STOPS_REHOME {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      if (rehome != null) {
        rehome.signal(random.nextBoolean() ? "INT" : "HUP");
      }
    }
  },
  KILLS_A_JOB {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      stack.killsAJob();
    }
  },
  OPENS_BY_HAND {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
      stack.admin(LiveStack.PRODUCTION, "GRANT CONNECT ON DATABASE app TO PUBLIC");
      stack.service(LiveStack.PRODUCTION, "start");
    }

    @Override
    boolean writes() {
      return true;
    }
  },
  WRITES_AS_SUPERUSER {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
      stack.writesAsSuperuser(LiveStack.PRODUCTION);
    }

    @Override
    boolean writes() {
      return true;
    }
  },
  WRITES_A_FILE {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
      stack.writesAFile(LiveStack.PRODUCTION);
    }

    @Override
    boolean writes() {
      return true;
    }
  },
  ENDS_SESSIONS {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
      stack.admin(
          LiveStack.PRODUCTION,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    }
  },
  HOLDS_THE_STATES_LOCK {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
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
    }
  },
  TAKES_THE_REPOSITORY_AWAY {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      Shell.run(
          stack.folder(),
          """
          mv backups backups.away 2> /dev/null || exit 0
          setsid sh -c 'sleep "$1"; rm -rf backups; mv -T backups.away backups' - $1 > /dev/null 2>&1 < /dev/null &
          """,
          "" + (1 + random.nextInt(3)));
    }
  },
  SELECTS_ANOTHER_WORKSPACE {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      if (stack.byTerraform()) {
        Shell.run(
            stack.folder(), "cd live/deploy && terraform workspace select staging > /dev/null");
      }
    }
  },
  LAYS_A_FAULT {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException {
      Path fault =
          stack.folder().resolve("faults/production-" + PLACES.get(random.nextInt(PLACES.size())));
      Files.writeString(fault, random.nextInt(4) == 0 ? "slow" : "fail");
    }
  },
  BEGINS_ANOTHER_RUN {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      beside(stack, "rehome run second --state-folder third --approve live");
    }
  },
  ROLLS_STAGING_BACK {
    @Override
    void to(LiveStack stack, @Nullable Running rehome, Random random) {
      beside(stack, "rehome rollback --file staging.yaml --approve live");
    }
  };

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

  private static void beside(LiveStack stack, String line) {
    try (Running other = stack.typed(line)) {
      other.finish(new byte[0], Shop.LIMIT);
    }
  }

  /**
   * Does it; nothing where there is nothing to do it to.
   *
   * @param rehome that runs, if one does
   */
  abstract void to(LiveStack stack, @Nullable Running rehome, Random random) throws IOException;

  /** Whether somebody writes because of it. */
  boolean writes() {
    return false;
  }
}
