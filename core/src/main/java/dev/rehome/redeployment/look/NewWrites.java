package dev.rehome.redeployment.look;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.database.Presence;
import dev.rehome.database.WriteMark;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.KnownDatabases;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.ChangedFiles;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.run.Failures;
import dev.rehome.run.Run;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.FilesSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What others may have written to the parts of a stack that a run has built: by their marks, or
 * beside the backup where no mark tells.
 */
public record NewWrites(Workshop workshop, Run run, Side side, NewParts parts) {
  /** How often what is half built is looked at before it counts as not answering. */
  private static final int LOOKS = 3;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** Why one database may hold what others wrote. */
  List<String> writes(Database database, Known known, Set<String> going) {
    return switch (KnownDatabases.presence(database)) {
      case Presence.Absent absent -> List.of();
      case Presence.Unknown(String why) -> List.of(why);
      case Presence.Here(Identity there) -> {
        var reasons = new ArrayList<>(seen(database, there, known, going));
        reasons.addAll(unknown(database, there, known));
        yield reasons;
      }
    };
  }

  /** What shows that others wrote to it, or are at it. */
  static List<String> seen(Database database, Identity there, Known known, Set<String> going) {
    String key = database.endpoint().key();
    var reasons = new ArrayList<String>();
    if (known.isUsed(key)) {
      reasons.add("others used database " + key + " of the new stack");
    }
    int sessions = database.sessions();
    if (sessions > 0) {
      reasons.add("database " + key + " of the new stack has " + sessions + " open sessions");
    }
    if (written(database, there, known, going)) {
      reasons.add("somebody wrote to database " + key + " of the new stack");
    }
    return reasons;
  }

  /** Whether it differs from the mark that this program left it with. */
  static boolean written(Database database, Identity there, Known known, Set<String> going) {
    String key = database.endpoint().key();
    return known
        .left(key, there)
        .filter(left -> !left.equals(Marks.of(database, going.contains(key))))
        .isPresent();
  }

  /**
   * Where no mark tells whose the last writes to it are: after a migration they may be others';
   * what is half loaded is compared with the backup, since loading fills each table as a whole, and
   * has the mark of before that if all of it is this program's own.
   */
  List<String> unknown(Database database, Identity there, Known known) {
    String key = database.endpoint().key();
    if (!known.isUnknown(key, there)) {
      return List.of();
    }
    if (known.isMigrated(key)) {
      return List.of(unseenMigration(key));
    }
    BackupId backup = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    Inventory saved =
        Objects.requireNonNull(
            workshop.backups().backup(backup).inventory().databases().get(key), key);
    WriteMark before = Marks.of(database, parts.going().contains(key));
    List<String> others;
    try (Moment moment = database.freeze()) {
      others = InventoryComparison.others(saved, database.inventory(moment));
    }
    if (others.isEmpty()) {
      parts.note(new Known.Left(Optional.of(key), before.value()));
    }
    return others.stream()
        .map(each -> each + " of database " + key + " of the new stack is not as it was saved")
        .toList();
  }

  static String unseenMigration(String key) {
    return "how a migration left database "
        + key
        + " of the new stack was not seen, so others may have written to it since";
  }

  /**
   * Files that were there when others' were restored: before it was closed, users got through. All
   * that the backup lacks, if nothing tells how this program left them, since its disk may be full,
   * or a migration ran meanwhile, which nobody can tell from others.
   */
  List<String> uploads() {
    Known known = parts.known();
    Optional<FilesRestored> restored = known.restored();
    if (restored.isEmpty() || known.files().isEmpty() || known.isMigrated(Known.FILES)) {
      return uploaded(
          run.need(Strategies.BACK_UP, BackedUp.class).backup(), parts.sources(), set -> false);
    }
    return restored.get().unsaved().stream()
        .map(first -> "the new stack has files that the backup lacks, such as " + first)
        .toList();
  }

  /**
   * What is in a stack that was never closed since it was built, or half built: its start-up may
   * have let users in. What does not answer is only told: much of what is half built never will.
   */
  List<String> unclosed() {
    BackupId backup = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    var looks = new ArrayList<Supplier<List<String>>>();
    looks.add(this::filled);
    for (FilesSettings set : workshop.stack().files()) {
      looks.add(() -> more(backup, set));
    }
    var reasons = new ArrayList<String>();
    looks.forEach(look -> reasons.addAll(seen(look)));
    return reasons;
  }

  /** A look that fails is tried again: what fails each time is not there. */
  private List<String> seen(Supplier<List<String>> look) {
    for (int attempt = 1; ; attempt++) {
      try {
        return look.get();
      } catch (RuntimeException e) {
        if (attempt == LOOKS) {
          run.listener()
              .says("part of the new stack does not answer: " + Failures.of(e).whatHappened());
          return List.of();
        }
        run.clock().pause(BETWEEN_LOOKS);
      }
    }
  }

  private List<String> filled() {
    return parts.databases().stream()
        .filter(database -> KnownDatabases.presence(database) instanceof Presence.Here)
        .filter(database -> !database.tables().isEmpty())
        .map(database -> database.endpoint().key())
        .map(key -> "database " + key + " of the new stack, which was never closed, has tables")
        .toList();
  }

  /** Files that the final backup lacks, or has otherwise. */
  List<String> more() {
    return more(run.need(Strategies.BACK_UP, BackedUp.class).backup());
  }

  List<String> more(BackupId backup) {
    return ChangedFiles.more(
        workshop, parts.sources(), workshop.backups().backup(backup), set -> false);
  }

  /** Of one set, by what leads to it, whatever else leads nowhere. */
  private List<String> more(BackupId backup, FilesSettings set) {
    Predicate<FilesSettings> others = other -> !other.equals(set);
    try {
      return uploaded(backup, side.sources(), others);
    } catch (References.UnresolvedException e) {
      return uploaded(backup, parts.sources(), others);
    }
  }

  private List<String> uploaded(
      BackupId backup, Sources there, Predicate<FilesSettings> passedOver) {
    return ChangedFiles.more(
        workshop,
        there,
        workshop.backups().backup(backup),
        passedOver,
        Set.of(Difference.Kind.REMOVED, Difference.Kind.METADATA));
  }
}
