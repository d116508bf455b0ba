package dev.rehome.redeployment.look;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Identity;
import dev.rehome.database.Presence;
import dev.rehome.database.WriteMark;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.KnownDatabases;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.ChangedFiles;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.run.Failures;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.FilesSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The stack that a run has built, whichever revision it is of: whether it may hold what no backup
 * has, because users were let in, or came in by themselves while it was closed.
 */
public final class NewStack {
  /** The operation of building that destroys what a killed build left. */
  public static final String CLEAR = "clear";

  /** How often what is half built is looked at before it counts as not answering. */
  private static final int LOOKS = 3;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Workshop workshop;
  private final Run run;
  private final Side side;
  private final NewParts parts;

  public NewStack(Workshop workshop, Run run, Side side) {
    this.workshop = workshop;
    this.run = run;
    this.side = side;
    this.parts = new NewParts(workshop, run, side);
  }

  /**
   * Writes down which databases it has, so that no others are taken for it later, and keeps the
   * state to find them by when that has shrunk.
   */
  public void noteBuilt(Stage stage, int attempt) {
    run.ensureHeld();
    parts.keepState();
    String name = side.revision() + " " + attempt;
    new KnownDatabases(run, name).note(stage, side.sources());
    for (Database database : side.sources().restored()) {
      if (KnownDatabases.presence(database) instanceof Presence.Here(Identity identity)) {
        run.noted(
            Known.BUILT + database.endpoint().key() + " of " + name,
            Identity.class,
            () -> identity);
      }
    }
    run.noted(Known.NAME + name, String.class, () -> name);
  }

  /** Before it is destroyed: by what leads to its parts now, what is left of them is found then. */
  public void keepState() {
    if (leadsToItsParts()) {
      run.ensureHeld();
      parts.keepState();
    }
  }

  /** If not, it was kept before, or it is half built, and what there is does not answer. */
  private boolean leadsToItsParts() {
    try {
      side.sources().guarded();
      return true;
    } catch (FailureException e) {
      if (e.failure().kind() == Failure.Kind.STOPPED || e.failure().kind() == Failure.Kind.BUSY) {
        throw e;
      }
      return false;
    }
  }

  /** Before it is saved and destroyed: a kill may have come between building and noting it. */
  public void noteBuiltIfUnknown(Stage stage) {
    if (Known.of(run).name().equals(Known.HALF_BUILT)) {
      try {
        side.sources().guarded();
        noteBuilt(stage, 0);
      } catch (References.UnresolvedException e) {
        // it is half built indeed: what there is of it was never used
      }
    }
  }

  /**
   * Writes down how this program leaves it, so that writes from then on are noticed. What was noted
   * since it last wrote there itself stays: the rest is others' work.
   */
  public void noteLeft() {
    try {
      Known known = Known.of(run);
      if (known.doubt().isPresent()) {
        return; // it may not be this run's alone
      }
      if (known.files().isEmpty() && filesRestored(known)) {
        noteFiles();
      }
      side.sources().restored().stream()
          .filter(database -> !isNoted(database, known))
          .forEach(this::noteLeft);
    } catch (RuntimeException e) {
      // Directly after this program wrote there, what is not noted is noted as unseen instead.
    }
  }

  /**
   * Writes down how this program leaves it directly after writing to all of it. What cannot be
   * looked at then may hold others' writes from then on, and no later look can tell.
   */
  public void noteWritten() {
    noteLeft();
    Known known = Known.of(run);
    workshop.stack().databases().stream()
        .filter(settings -> !settings.disposable() && !settings.kept())
        .map(settings -> settings.key())
        .filter(key -> !known.databases().containsKey(key))
        .forEach(key -> note(Known.Left.unseen(Optional.of(key))));
  }

  private static boolean isNoted(Database database, Known known) {
    String key = database.endpoint().key();
    return known.databases().containsKey(key)
        && (!known.making().containsKey(key) || known.left(key, database.identity()).isPresent());
  }

  /** Before, what is there is the half of a restore, and whose the rest is nothing tells. */
  private boolean filesRestored(Known known) {
    return run.record().result(restoring().key()).isPresent()
        || (known.restored().isPresent() && !restoresFiles());
  }

  /** Since their restore was last voided. */
  private boolean restoresFiles() {
    return run.record().began(restoring().key()).isPresent();
  }

  private Stage restoring() {
    return Strategies.of(Strategies.RESTORE_FILES, side == workshop.old());
  }

  /** Writes down how this program leaves the files; if they cannot be looked at, that. */
  public void noteFiles() {
    Known.Left left;
    try {
      left = new Known.Left(Optional.empty(), parts.files());
    } catch (RuntimeException e) {
      left = Known.Left.unseen(Optional.empty());
    }
    note(left);
  }

  /** Writes down how this program leaves one database, before it looks at what that holds. */
  public void noteLeft(Database database) {
    if (database.sessions() > 0) { // who is in it may have written before this is noted
      noteUsed(database);
    } else {
      String key = database.endpoint().key();
      note(
          new Known.Left(
              Optional.of(key), Marks.of(database, parts.going().contains(key)).value()));
    }
  }

  /** Whether somebody wrote to a database since this program last did. */
  public boolean writtenSince(Database database) {
    return written(database, database.identity(), Known.of(run), parts.going());
  }

  private static boolean written(
      Database database, Identity there, Known known, Set<String> going) {
    String key = database.endpoint().key();
    return known
        .left(key, there)
        .filter(left -> !left.equals(Marks.of(database, going.contains(key))))
        .isPresent();
  }

  /** The mark that a database had when this program left it, if it left that one. */
  public Optional<WriteMark> left(Database database, Identity there) {
    return Known.of(run).left(database.endpoint().key(), there);
  }

  /** From now on this program changes a database itself. */
  public void noteMaking(Database database) {
    String key = database.endpoint().key();
    run.noted(Known.MAKES + key + " " + run.entries().size(), String.class, () -> key);
  }

  /** The note of a database that this run made. */
  public static String made(String key, int attempt) {
    return Known.MADE + key + " " + attempt;
  }

  /** From now on this database counts as written to by others, until it is made anew. */
  public void noteUsed(Database database) {
    noteUsed(database.endpoint().key());
  }

  private void noteUsed(String key) {
    run.noted(Known.USED + " " + key + " " + run.entries().size(), String.class, () -> key);
  }

  /** Before something else writes to it, so that what was seen until now is not forgotten. */
  public void noteUsed() {
    Known known = Known.of(run);
    Set<String> going = parts.going();
    for (Database database : parts.databases()) {
      boolean here = KnownDatabases.presence(database) instanceof Presence.Here;
      if (here && !writes(database, known, going).isEmpty()) {
        noteUsed(database);
      }
    }
    if (known.files().filter(left -> !left.equals(parts.files())).isPresent()) {
      noteUsed(Known.FILES);
    }
  }

  private void note(Known.Left left) {
    String part = left.database().map(key -> "database " + key).orElse("files");
    run.noted(Known.LEFT + " " + part + " " + run.entries().size(), Known.Left.class, () -> left);
  }

  /** Whether all that can be saved of it is there: destroying it may have begun, and failed. */
  public boolean stands() {
    try {
      return parts.databases().stream()
              .allMatch(each -> KnownDatabases.presence(each) instanceof Presence.Here)
          && ChangedFiles.allStand(workshop, side.sources());
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Why it may hold others' writes: a migration that another machine began may not have run, and
   * nobody can tell that machine's rows from others'.
   */
  public List<String> doubts() {
    return Known.of(run).doubt().stream()
        .map(
            began ->
                run.machine(began)
                    + " began "
                    + began.name().orElse("")
                    + ", and whether that or somebody else wrote to the new stack cannot be told")
        .toList();
  }

  /** Whether users were let in. */
  public boolean opened() {
    return Known.of(run).opened();
  }

  /** Why it may hold what no backup has; none if it certainly does not. */
  public List<String> writes() {
    var reasons = new ArrayList<>(writesSinceLeft());
    Stage create = Strategies.of(Strategies.CREATE, side == workshop.old());
    boolean closed = run.record().result(create.key()).isPresent();
    if (!Known.of(run).saved()) { // else the marks tell
      reasons.addAll(closed ? LookAgain.looked(this::uploads) : unclosed());
    }
    return reasons;
  }

  /** Why what a killed build left may hold what no backup has. */
  public List<String> writesToHalfBuilt() {
    Known known = Known.of(run);
    return known.saved() || !known.used().isEmpty() ? writes() : unclosed();
  }

  /**
   * Files that were there when others' were restored: before it was closed, users got through. All
   * that the backup lacks, if nothing tells how this program left them: its disk may be full.
   */
  private List<String> uploads() {
    Known known = Known.of(run);
    Optional<FilesRestored> restored = known.restored();
    if (restored.isEmpty() || known.files().isEmpty()) {
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
  private List<String> unclosed() {
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

  List<String> writesSinceLeft() {
    return writesSinceLeft(true);
  }

  /** Why it may hold what was written since this program last wrote to it, or let users in. */
  private List<String> writesSinceLeft(boolean files) {
    var reasons = new ArrayList<String>();
    try {
      Known known = Known.of(run);
      if (known.opened()) {
        reasons.add("users were let into the new stack");
      }
      reasons.addAll(doubts());
      Set<String> going = parts.isRuins(known) ? Set.of() : parts.going();
      for (Database database : parts.databases()) {
        reasons.addAll(writes(database, known, going));
      }
      boolean changed =
          files && known.files().filter(left -> !left.equals(parts.files())).isPresent();
      if (changed || (files && known.used().contains(Known.FILES))) {
        reasons.addAll(more(run.need(Strategies.BACK_UP, BackedUp.class).backup()));
      }
    } catch (RuntimeException e) {
      reasons.add("the new stack cannot be looked at: " + Failures.of(e).whatHappened());
    }
    return reasons;
  }

  private List<String> more(BackupId backup) {
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

  /** Why it may hold what is not in what was kept of it: a backup, or nothing. */
  public List<String> writesSince(Kept kept) {
    if (kept.equals(Kept.NOTHING)) {
      return writes();
    }
    try {
      return writesAfter(kept);
    } catch (RuntimeException e) {
      return List.of("the new stack cannot be looked at: " + Failures.of(e).whatHappened());
    }
  }

  private List<String> writesAfter(Kept kept) {
    var reasons = new ArrayList<String>();
    Set<String> going = parts.going();
    for (Database database : parts.databases()) {
      String key = database.endpoint().key();
      switch (KnownDatabases.presence(database)) {
        case Presence.Absent absent -> {}
        case Presence.Unknown(String why) -> reasons.add(why);
        case Presence.Here here -> {
          if (database.sessions() > 0) {
            reasons.add("database " + key + " has open sessions again");
          }
          if (!Marks.of(database, going.contains(key)).equals(kept.marks().get(key))) {
            reasons.add("somebody wrote to database " + key + " since its backup");
          }
        }
      }
    }
    if (!parts.files().equals(kept.fileMark())) {
      reasons.addAll(more(kept.backup().orElseThrow()));
    }
    return reasons;
  }

  private static List<String> writes(Database database, Known known, Set<String> going) {
    String key = database.endpoint().key();
    return switch (KnownDatabases.presence(database)) {
      case Presence.Absent absent -> List.of();
      case Presence.Unknown(String why) -> List.of(why);
      case Presence.Here here -> {
        var reasons = new ArrayList<String>();
        if (known.used().contains(key)) {
          reasons.add("others used database " + key + " of the new stack");
        }
        int sessions = database.sessions();
        if (sessions > 0) {
          reasons.add("database " + key + " of the new stack has " + sessions + " open sessions");
        }
        if (known.unseen(key)) {
          reasons.add("whether others wrote to database " + key + " of the new stack is not known");
        } else if (written(database, here.identity(), known, going)) {
          reasons.add("somebody wrote to database " + key + " of the new stack");
        }
        yield reasons;
      }
    };
  }

  /**
   * What others made on its database servers since, which no backup of the stack's has; what cannot
   * be seen is among {@link #writes}.
   */
  public List<String> bystanders() {
    try {
      return parts.isRuins(Known.of(run)) ? List.of() : new ServerLook(parts.sources()).losses();
    } catch (References.UnresolvedException e) {
      return List.of(); // nothing of it is left
    }
  }

  List<String> strangers(OldStack old) {
    return parts.strangers(old);
  }

  /**
   * Why restoring over it would lose what somebody wrote while it was closed; asked before this
   * program writes to it again.
   */
  public List<String> overwritten() {
    Known known = Known.of(run);
    boolean restored = run.record().result(restoring().key()).isPresent(); // and stay so
    boolean files = known.files().isPresent() && !restoresFiles();
    return known.left() || files || known.opened() ? writesSinceLeft(!restored) : List.of();
  }
}
