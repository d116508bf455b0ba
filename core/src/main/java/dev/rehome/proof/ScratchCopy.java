package dev.rehome.proof;

import dev.rehome.database.Database;
import dev.rehome.database.Inventory.Column;
import dev.rehome.database.Inventory.Kind;
import dev.rehome.database.Inventory.Table;
import dev.rehome.database.Presence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A proof's database some time after the proof. Its server syncs nothing, and may have crashed
 * since or lost what it had: it is believed only as far as its digests say.
 */
record ScratchCopy(Database database) {
  private static final Duration PATIENCE = Duration.ofMinutes(2); // it recovers after a crash

  /** Whether these tables hold what was saved. */
  boolean holds(List<Table> saved) {
    if (!isThere()) {
      return false;
    }
    Map<String, Table> there =
        database.tables().stream()
            .collect(Collectors.toMap(Table::name, Function.identity(), (one, two) -> one));
    return saved.stream()
        .filter(table -> table.kind() == Kind.TABLE)
        .allMatch(
            table -> there.containsKey(table.name()) && holds(there.get(table.name()), table));
  }

  private boolean holds(Table there, Table saved) {
    List<String> names = names(saved);
    return names(there).equals(names) && database.digest(there, names).equals(saved.digest());
  }

  private static List<String> names(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }

  private boolean isThere() {
    Instant limit = Instant.now().plus(PATIENCE);
    while (true) {
      switch (database.presence()) {
        case Presence.Here _ -> {
          return true;
        }
        case Presence.Absent _ -> {
          return false;
        }
        case Presence.Unknown(String why) -> {
          if (Instant.now().isAfter(limit)) {
            throw new FailureException(
                Failure.Kind.FAILED,
                "the scratch server cannot be asked: " + why,
                Safety.NOTHING_CHANGED,
                "see what hinders it, and start again");
          }
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
