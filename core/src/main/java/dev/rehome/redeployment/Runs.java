package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Entry;
import dev.rehome.run.Hold;
import dev.rehome.run.Journal;
import dev.rehome.run.JournalCopies;
import dev.rehome.run.JournalFile;
import dev.rehome.run.JournalFiles;
import dev.rehome.run.RunId;
import dev.rehome.run.RunRecord;
import dev.rehome.run.Surroundings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The runs of a stack: their journals are in folders here, and copies in the repository, so that a
 * run begun on another machine can be gone on with.
 */
public final class Runs {
  private final JournalFiles files;
  private final String stack;
  private final JournalCopies copies;

  /**
   * @param files also of other stacks' runs
   */
  public Runs(JournalFiles files, String stack, JournalCopies copies) {
    this.files = files;
    this.stack = stack;
    this.copies = copies;
  }

  /** Another stack may have a run of the same number in the same folder. */
  private String name(RunId run) {
    return isOthers(run.text()) ? stack + "-" + run.text() : run.text();
  }

  /** Where what belongs to a run lies. */
  Path folder(RunId run) {
    return files.folder(name(run));
  }

  private boolean isOthers(String name) {
    if (!files.exists(name)) {
      return false;
    }
    try {
      return Journal.first(files.read(name))
          .filter(first -> !plan(List.of(first)).stack().equals(stack))
          .isPresent();
    } catch (FailureException e) {
      return false; // whose it is cannot be seen; the copy in the repository is this stack's
    }
  }

  /**
   * Begins a run under the next free number, unless one is not over that closed the stack. One that
   * closed nothing is over then: what it knows of the stack is no longer so.
   */
  Journal begin(
      String from,
      String to,
      Optional<RestoreFrom> restoreFrom,
      Hold hold,
      Surroundings surroundings) {
    List<Found> before = closedNothing();
    var run = new RunId("r" + (newest() + 1));
    hold.ensureHeld(); // after looking: whoever has the stack by now may go on with one of them
    before.forEach(each -> giveUp(each, run, surroundings));
    var plan =
        new RunPlan(
            run,
            stack,
            from,
            to,
            surroundings.clock().now(),
            restoreFrom,
            Optional.of(RunPlan.VERSION),
            Optional.of(Strategies.REPLACE.name()),
            Optional.empty());
    Journal journal =
        Journal.on(files.open(name(run)), surroundings.clock(), surroundings.origin());
    try {
      journal.append(Entry.of(Entry.Kind.STARTED).with(plan));
      hold.ensureHeld(); // it begins once the repository knows of it; another may have, meanwhile
      copies.put(run, journal.bytes());
      return journal;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void giveUp(Found found, RunId next, Surroundings surroundings) {
    try (Journal journal = open(found, surroundings)) {
      journal.append(Entry.of(Entry.Kind.ENDED).with("given up for " + next));
      copies.put(found.run(), journal.bytes());
    }
  }

  /** Runs that are not over, newest first. When one begins, all before it are over. */
  private List<Found> unfinished() {
    return begun().takeWhile(found -> found.ended().isEmpty()).toList();
  }

  private Optional<RunId> newestBegun() {
    return begun().map(Found::run).findFirst();
  }

  /** One that was killed before the repository knew of it did nothing, and others begin anew. */
  private Stream<Found> begun() {
    return numbers().map(this::find).filter(Found::began);
  }

  /** All that there may be, newest first. */
  private Stream<RunId> numbers() {
    return IntStream.iterate(newest(), number -> number > 0, number -> number - 1)
        .mapToObj(number -> new RunId("r" + number));
  }

  private int newest() {
    return Stream.concat(here().stream(), copies.runs().stream())
        .mapToInt(RunId::number)
        .max()
        .orElse(0);
  }

  private List<RunId> here() {
    return files.names().stream()
        .filter(name -> !isOthers(name))
        .map(name -> name.startsWith(stack + "-") ? name.substring(stack.length() + 1) : name)
        .filter(RunId::fits)
        .map(RunId::new)
        .toList();
  }

  /** A run that closed or destroyed the stack has to end before another one begins. */
  void refuseUnfinished() {
    closedNothing();
  }

  /** Those that are not over, none of which closed the stack. */
  private List<Found> closedNothing() {
    List<Found> found = unfinished();
    found.forEach(Runs::refuseIfClosed);
    return found;
  }

  private static void refuseIfClosed(Found found) {
    if (record(found.entries()).began(Strategies.QUIESCE.key()).isPresent()) {
      throw new FailureException(
          Failure.Kind.BUSY,
          "run " + found.run() + " is not over, and the stack is closed because of it",
          new Safety.Untouched("this command changed nothing"),
          "rehome resume " + found.run() + "    goes on with it",
          "rehome rollback " + found.run() + "    brings the old revision back");
    }
  }

  /** Opens the journal of a run that is to go on. */
  Journal goOn(RunId run, Surroundings surroundings) {
    Found found = find(run);
    refuseIfOver(run, found.ended());
    refuseIfNotBegun(found);
    return open(found, surroundings);
  }

  private static void refuseIfNotBegun(Found found) {
    if (!found.began()) {
      throw unknown("run " + found.run() + " was killed before it began, and did nothing");
    }
  }

  /**
   * Opens the journal of a run that is to go back. What came after a run rests on it: only the
   * newest one can go back.
   */
  Journal goBack(RunId run, Surroundings surroundings) {
    Found found = find(run);
    refuseIfNotBegun(found);
    int newest = newestBegun().map(RunId::number).orElse(0);
    if (run.number() < newest) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run " + run + " is not the newest one of " + stack + ": r" + newest + " is",
          Safety.NOTHING_CHANGED,
          "rehome rollback r" + newest + "    goes back from that one",
          "rehome run REVISION    redeploys any revision, with all state");
    }
    refuseIfOver(
        run, found.ended().filter(ended -> ended.data(String.class).equals(Redeployment.BACK)));
    return open(found, surroundings);
  }

  private static void refuseIfOver(RunId run, Optional<Entry> ended) {
    if (ended.isPresent()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run " + run + " is over: " + ended.get().data(String.class),
          Safety.NOTHING_CHANGED,
          "rehome report " + run + "    shows it",
          "rehome run REVISION    begins another");
    }
  }

  /** How long the newest run took that came to its end; nothing if none did. */
  StageTimes lastTimes() {
    return numbers()
        .map(run -> StageTimes.of(entries(run)))
        .filter(times -> times.outage().isPresent())
        .findFirst()
        .orElseGet(() -> StageTimes.of(List.of()));
  }

  /** The run named, or the newest one. */
  public RunId find(Optional<String> name) {
    if (name.isPresent() && !RunId.fits(name.get())) {
      throw unknown("\"" + name.get() + "\" is no id of a run; those are r1, r2, …");
    }
    RunId run =
        name.map(RunId::new)
            .or(this::newestBegun)
            .orElseThrow(() -> unknown("there is no run of " + stack + " yet"));
    if (!files.exists(name(run)) && copies.of(run).isEmpty()) {
      throw unknown("there is no run " + run + " of " + stack);
    }
    return run;
  }

  private static FailureException unknown(String what) {
    return new FailureException(
        Failure.Kind.BAD_INPUT, what, Safety.NOTHING_CHANGED, "rehome run REVISION    begins one");
  }

  /** What is known of the run: from here or the repository, whichever knows more. */
  public List<Entry> entries(RunId run) {
    return find(run).entries();
  }

  /** A run's journals, here and in the repository. */
  private record Found(RunId run, Optional<Known> here, Optional<Known> there) {
    /**
     * The journal that counts. The copy is only written by whoever has the stack's lock, so it
     * does, unless the one here only goes on from it. One that is damaged knows nothing, if the
     * other one is whole.
     */
    Optional<Known> known() {
      Optional<Known> goodHere = here.filter(Known::says);
      if (goodHere.filter(own -> there.filter(copy -> !own.goesOn(copy)).isEmpty()).isPresent()) {
        return goodHere;
      }
      return there.filter(Known::says).or(() -> goodHere).or(() -> here).or(() -> there);
    }

    boolean began() {
      return there.isPresent() || here.filter(Known::tellsMore).isPresent();
    }

    List<Entry> entries() {
      return known().map(Known::entries).orElse(List.of());
    }

    Optional<Entry> ended() {
      return record(entries()).ended();
    }
  }

  private Found find(RunId run) {
    Optional<Known> here =
        Optional.of(name(run)).filter(files::exists).map(files::read).map(Known::new);
    Optional<Known> there =
        copies
            .of(run)
            .map(copy -> here.filter(own -> own.isOf(copy)).orElseGet(() -> new Known(copy)));
    return new Found(run, here, there);
  }

  /** A journal's bytes, and what they say if they can be read; not looked at before it is asked. */
  private static final class Known {
    private final byte[] bytes;
    private Optional<List<Entry>> read = Optional.empty();
    private boolean asked;

    Known(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    private Optional<List<Entry>> read() {
      if (!asked) {
        asked = true;
        try {
          read = Optional.of(Journal.parse(bytes));
        } catch (Journal.DamagedException e) {
          // it cannot be read
        }
      }
      return read;
    }

    /** Whether it can be read, and tells from its beginning. */
    boolean says() {
      return read().stream()
          .flatMap(entries -> entries.stream().limit(1))
          .anyMatch(first -> first.kind() == Entry.Kind.STARTED);
    }

    /** Than that it started; what a damaged one would tell nobody knows. */
    boolean tellsMore() {
      return read().filter(entries -> entries.size() <= 1).isEmpty();
    }

    List<Entry> entries() {
      return read().orElseGet(() -> Journal.parse(bytes)); // says which line is damaged
    }

    boolean isOf(byte[] other) {
      return Arrays.equals(bytes, other);
    }

    boolean goesOn(Known from) {
      return Journal.goesOn(bytes, from.bytes);
    }
  }

  /** Opens a run's journal to go on; from the repository's copy if that knows more. */
  private Journal open(Found found, Surroundings surroundings) {
    Optional<Known> known = found.known();
    String name = name(found.run());
    JournalFile file = files.open(name);
    byte[] here = file.bytes();
    if (known.filter(Known::says).filter(best -> !Journal.goesOn(here, best.bytes())).isPresent()) {
      file.close();
      files.bring(name, known.get().bytes());
      file = files.open(name);
    }
    return Journal.on(file, surroundings.clock(), surroundings.origin());
  }

  /** Writes down that the operator approves. */
  public void approve(RunId run, String by, Surroundings surroundings) {
    Found found = find(run);
    refuseIfOver(run, found.ended());
    try (Journal journal = open(found, surroundings)) {
      journal.append(Entry.of(Entry.Kind.APPROVED).with(by));
      copies.put(run, journal.bytes());
    }
  }

  /** What a run is to do: as it was begun, or as it was amended last. */
  public static RunPlan plan(List<Entry> entries) {
    if (entries.isEmpty() || entries.getFirst().kind() != Entry.Kind.STARTED) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "the run's journal is empty, and the repository has no copy of it",
          new Safety.Unknown("look at the stack itself: this run wrote nothing down"),
          "if the stack serves: rehome run REVISION    begins another run");
    }
    Entry newest =
        entries.reversed().stream()
            .filter(each -> each.kind() == Entry.Kind.AMENDED)
            .findFirst()
            .orElse(entries.getFirst());
    RunPlan plan = newest.data(RunPlan.class);
    if (plan.version().orElse(1) > RunPlan.VERSION) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run " + plan.run() + " was begun by a newer Rehome",
          Safety.NOTHING_CHANGED,
          "go on with the version that began it, or a newer one");
    }
    return plan;
  }

  /** What its journal amounts to. */
  public static RunRecord record(List<Entry> entries) {
    return RunRecord.of(entries, Strategies.ALL);
  }
}
