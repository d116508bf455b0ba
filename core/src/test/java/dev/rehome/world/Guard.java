package dev.rehome.world;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees that what must never happen does not. */
public final class Guard {
  private final World world;

  /** What users wrote, and what of it proven backups hold. */
  private final Set<String> written = new HashSet<>();

  private final Set<String> proven = new HashSet<>();
  private @Nullable Violation first;

  Guard(World world) {
    this.world = world;
  }

  public @Nullable Violation first() {
    return first;
  }

  public Violation violated(String what) {
    var violation = new Violation(what);
    world.note(null, "VIOLATION: " + what);
    if (first == null) {
      first = violation;
    }
    return violation;
  }

  void wrote(Write write) {
    written.add(write.pair());
  }

  boolean isProven(String pair) {
    return proven.contains(pair);
  }

  void proven(Content content) {
    Table orders = content.tables.get(Content.ORDERS);
    if (orders != null) {
      orders.rows.forEach((key, values) -> proven.add(key + "=" + item(orders, values)));
    }
  }

  void proven(Map<String, String> files) {
    files.forEach((path, content) -> proven.add(path + "=" + content));
  }

  static String item(Table orders, List<String> values) {
    return values.get(orders.columns.indexOf("item"));
  }

  void destroyed(Environment environment, Server server, String how) {
    server.databases.values().forEach(each -> destroyed(environment, server, each, how));
  }

  /** A database goes, with all that it holds. */
  void destroyed(Environment environment, Server server, Content content, String how) {
    Table orders = content.tables.get(Content.ORDERS);
    if (orders != null) {
      orders.rows.forEach(
          (key, values) -> lost(environment, server.id, key + "=" + item(orders, values), how));
    }
  }

  void destroyed(Environment environment, FileTree tree, String how) {
    tree.files.forEach((path, content) -> lost(environment, tree.id, path + "=" + content, how));
  }

  /** What nobody agreed to see go stays. */
  void destroyed(Environment environment, Environment.Extra extra, boolean approved) {
    if (extra.repository()) {
      throw violated("the repository is destroyed with " + environment);
    }
    if (!approved) {
      throw violated("what was added to " + environment + " is destroyed, and nobody approved it");
    }
  }

  void lost(Environment environment, long place, String pair, String how) {
    boolean discarded = environment.discarded && place != environment.original;
    if (written.contains(pair) && !proven.contains(pair) && !discarded) {
      throw violated(
          how + " in " + environment + " loses " + pair + ", which no proven backup has");
    }
  }

  /** The program itself is about to change something. */
  void changes(Invocation by, Environment environment, String what) {
    Lock lock = world.repository.lock;
    boolean rights = what.equals("lift") || what.equals("start");
    boolean asked = rights ? by.justAskedForLock() : by.justLookedAtLock();
    if (lock.holder != by && !asked) {
      throw violated(by + " does \"" + what + "\" without holding the lock");
    }
    by.changes++;
    begins(by, environment, what);
  }

  /** Nothing else may be at work on the stack. */
  void begins(Invocation by, Environment environment, String what) {
    for (JobRecord job : world.running) {
      boolean waits = job.changesInfrastructure() && environment.stateLock != job; // and will fail
      if (job.environment == environment && job.by != by && job.changes && !waits) {
        throw violated(
            by + " does \"" + what + "\" while " + job + ", begun by " + job.by + ", is at work");
      }
    }
  }

  void migrates(Content content) {
    if (content.half) {
      throw violated("a migration meets a half-migrated database");
    }
    if (content.migrated()) {
      throw violated("a migration runs on a migrated database");
    }
  }
}
