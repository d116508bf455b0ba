package dev.rehome.redeployment.look;

import dev.rehome.database.Database;
import dev.rehome.database.Identity;
import dev.rehome.database.Presence;
import dev.rehome.database.WriteMark;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.KnownDatabases;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.ChangedFiles;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Failures;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.stack.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stack that a run has built, whichever revision it is of: whether it may hold what no backup
 * has, because users were let in, or came in by themselves while it was closed.
 */
public final class NewStack {
  /** The operation of building that destroys what a killed build left. */
  public static final String CLEAR = "clear";

  private final Workshop workshop;
  private final Run run;
  private final Side side;
  private final NewParts parts;
  private final NewWrites writes;

  public NewStack(Workshop workshop, Run run, Side side) {
    this.workshop = workshop;
    this.run = run;
    this.side = side;
    this.parts = new NewParts(workshop, run, side);
    this.writes = new NewWrites(workshop, run, side, parts);
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
    if (parts.known().name().equals(Known.HALF_BUILT)) {
      try {
        side.sources().guarded();
        noteBuilt(stage, run.entries().size()); // another one than any before
      } catch (References.UnresolvedException e) {
        // it is half built indeed: what there is of it was never used
      }
    }
  }

  /**
   * Writes down how this program leaves it, so that writes from then on are noticed. What was noted
   * since it last wrote there itself stays: the rest is others' work. While a job of it is at work,
   * it has not left it yet; what is half loaded is compared with the backup instead.
   */
  public void noteLeft() {
    try {
      if (run.isAtWork() || run.isUnderWay(Strategies.MIGRATE)) {
        return;
      }
      Known known = parts.known();
      if (known.files().isEmpty() && !known.isUnseen(Known.FILES) && filesRestored(known)) {
        noteFiles();
      }
      side.sources().restored().stream()
          .filter(database -> !known.loading().contains(database.endpoint().key()))
          .filter(database -> !known.isLeft(database.endpoint().key(), database.identity()))
          .forEach(this::noteLeft);
    } catch (RuntimeException e) {
      // What this program wrote to stays unmarked, and is noted as unseen later.
    }
  }

  /** Writes down how this program leaves it, directly after writing to all of it. */
  public void noteWritten() {
    noteLeft();
    noteUnseen();
  }

  /**
   * Writes down which parts this program, or a job of it, wrote to without anybody seeing how they
   * were left: they may hold others' writes from then on, and no later look can tell. While a job
   * is at work, whoever sees it end can say.
   */
  public void noteUnseen() {
    Set<String> unmarked = parts.known().unmarked();
    if (!unmarked.isEmpty() && !run.isAtWork()) {
      unmarked.forEach(part -> parts.note(Known.Left.unseen(part)));
    }
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
      left = Known.Left.unseen(Known.FILES);
    }
    parts.note(left);
  }

  /** From now on this program writes to the files, unless others did since it last had. */
  public void noteRestoringFiles() {
    Optional<String> left = parts.known().files().filter(mark -> !Discard.wanted(run));
    List<String> written =
        left.filter(mark -> !mark.equals(parts.files())).isPresent() ? writes.more() : List.of();
    if (!written.isEmpty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "files are being restored, and somebody wrote to them: " + String.join("; ", written),
          Safety.NOTHING_CHANGED,
          run.record().plan().equals(Strategies.ROLL_BACK)
              ? "save them by hand; then rehome rollback " + run.id() + " --discard-writes-since"
              : "rehome rollback " + run.id() + "    saves them in a backup first, and goes back");
    }
    noteMaking(Known.FILES);
  }

  /** Writes down how this program leaves one database, before it looks at what that holds. */
  public void noteLeft(Database database) {
    if (database.sessions() > 0) { // who is in it may have written before this is noted
      noteUsed(database);
    } else {
      String key = database.endpoint().key();
      parts.note(
          new Known.Left(
              Optional.of(key), Marks.of(database, parts.going().contains(key)).value()));
    }
  }

  /** Why others may have written to a database since this program last did. */
  public List<String> writesSince(Database database) {
    Known known = parts.known();
    Identity there = database.identity();
    return NewWrites.written(database, there, known, parts.going())
        ? List.of("it changed since")
        : writes.unknown(database, there, known);
  }

  /** This database is not as this program should have left it: others may have written to it. */
  public void noteUnseen(Database database) {
    parts.note(Known.Left.unseen(database.endpoint().key()));
  }

  /** The mark that a database had when this program left it, if it left that one. */
  public Optional<WriteMark> left(Database database, Identity there) {
    return parts.known().left(database.endpoint().key(), there);
  }

  /** From now on this program changes a database itself. */
  public void noteMaking(Database database) {
    noteMaking(database.endpoint().key());
  }

  private void noteMaking(String key) {
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
    Known known = parts.known();
    Set<String> going = parts.going();
    for (Database database : parts.databases()) {
      if (KnownDatabases.presence(database) instanceof Presence.Here(Identity identity)
          && !NewWrites.seen(database, identity, known, going).isEmpty()) {
        noteUsed(database);
      }
    }
    if (known.files().filter(left -> !left.equals(parts.files())).isPresent()) {
      noteUsed(Known.FILES);
    }
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
   * Why it may hold others' writes that nobody can tell from this run's: a migration began, and how
   * that left it nobody saw.
   */
  public List<String> doubts() {
    Set<String> unseen = parts.known().unseenMigrated();
    var doubts = new ArrayList<String>();
    unseen.stream()
        .filter(part -> !part.equals(Known.FILES))
        .forEach(key -> doubts.add(NewWrites.unseenMigration(key)));
    if (doubts.isEmpty() && unseen.contains(Known.FILES)) {
      doubts.addAll(writes.more());
    }
    return doubts;
  }

  /** {@link #doubts}; if none, files that others may have brought or changed in a migration. */
  public List<String> doubtsOfAll() {
    List<String> doubts = doubts();
    Known known = parts.known();
    return doubts.isEmpty() && known.isMigrated(Known.FILES) && !known.saved()
        ? writes.more()
        : doubts;
  }

  /** Whether users were let in. */
  public boolean opened() {
    return parts.known().opened();
  }

  /** Why it may hold what no backup has; none if it certainly does not. */
  public List<String> writes() {
    var reasons = new ArrayList<>(writesSinceLeft());
    Stage create = Strategies.of(Strategies.CREATE, side == workshop.old());
    boolean closed = run.record().result(create.key()).isPresent();
    if (!parts.known().saved()) { // else the marks tell
      reasons.addAll(closed ? LookAgain.looked(writes::uploads) : writes.unclosed());
    }
    return reasons;
  }

  /** Why what a killed build left may hold what no backup has. */
  public List<String> writesToHalfBuilt() {
    Known known = parts.known();
    return known.saved() || known.isUsed() ? writes() : writes.unclosed();
  }

  List<String> writesSinceLeft() {
    return writesSinceLeft(Set.of());
  }

  /**
   * Why it may hold what was written since this program last wrote to it, or let users in.
   *
   * @param passedOver parts that are not asked
   */
  private List<String> writesSinceLeft(Set<String> passedOver) {
    var reasons = new ArrayList<String>();
    try {
      Known known = parts.known();
      if (known.opened()) {
        reasons.add("users were let into the new stack");
      }
      Set<String> going = parts.isRuins(known) ? Set.of() : parts.going();
      for (Database database : parts.databases()) {
        if (!passedOver.contains(database.endpoint().key())) {
          reasons.addAll(writes.writes(database, known, going));
        }
      }
      boolean changed =
          known.isUsed(Known.FILES)
              || known.files().filter(left -> !left.equals(parts.files())).isPresent();
      if (changed && !passedOver.contains(Known.FILES)) {
        reasons.addAll(writes.more());
      }
    } catch (RuntimeException e) {
      reasons.add("the new stack cannot be looked at: " + Failures.of(e).whatHappened());
    }
    return reasons;
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
      reasons.addAll(writes.more(kept.backup().orElseThrow()));
    }
    return reasons;
  }

  /**
   * What others made on its database servers since, which no backup of the stack's has; what cannot
   * be seen is among {@link #writes}.
   */
  public List<String> bystanders() {
    try {
      return parts.isRuins(parts.known()) ? List.of() : new ServerLook(parts.sources()).losses();
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
    Known known = parts.known();
    Set<String> passedOver = new HashSet<>(parts.keys());
    passedOver.removeIf(known::isLeft); // who loads the rest once more compares it first
    if (run.record().result(restoring().key()).isPresent()) {
      passedOver.add(Known.FILES); // they stay as they are
    }
    boolean nothing = passedOver.containsAll(parts.keys()) && !known.opened();
    return nothing ? List.of() : writesSinceLeft(passedOver);
  }
}
