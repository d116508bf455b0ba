package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.DatabaseUsedException;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Fence;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.database.Presence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.managed.FreshInstance;
import dev.rehome.managed.ManagedInstance;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.StepResult.Destroyed;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.plan.StepResult.Rung;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Dumps;
import dev.rehome.redeployment.side.Side;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ways in which one database may come back, one after the other. */
public final class Ladder {
  /** How often in a row a load is begun anew that was cut off from its host. */
  private static final int ATTEMPTS = 3;

  private final Run run;
  private final Side side;
  private final NewStack stack;
  private final Database database;
  private final DatabasePart part;
  private final Inventory saved;
  private final SavedBackup backup;
  private final Optional<ManagedServer> server;
  private final Operations operations;
  private final Dumps.Dump dump;
  private final RestoreFrom first;
  private final Optional<Anew> anew;
  private final List<Rung> rungs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private List<String> extra = List.of();

  /** What came back by the dump may hold others' work: it does not go for another try. */
  private boolean othersWrote;

  Ladder(
      RestoreDatabases step,
      Database database,
      DatabasePart part,
      Inventory saved,
      Optional<ManagedServer> server,
      Operations operations) {
    this.run = step.run();
    this.side = step.side();
    this.stack = new NewStack(step.workshop(), step.run(), step.side());
    this.backup = step.backup();
    this.dump = step.workshop().dumps().of(step.side(), step.backup(), part, database);
    this.first = step.first();
    this.anew = step.anew();
    this.database = database;
    this.part = part;
    this.saved = saved;
    this.server = server;
    this.operations = operations;
  }

  public List<Rung> rungs() {
    return rungs;
  }

  /** What the new stack had made in the database by itself. */
  record Extra(List<String> tables) {}

  Inventory climb() {
    Instant began = run.clock().now();
    extra = operations.noted("extra " + part.key(), Extra.class, this::extra).tables();
    String left = "left snapshot " + part.key();
    Optional<Rung> before = operations.noted(left, Rung.class);
    anew.filter(why -> why.database().equals(part.key()))
        .ifPresent(why -> rungs.addAll(why.rungs()));
    if (before.isEmpty()
        && anew.isEmpty()
        && first == RestoreFrom.SNAPSHOT
        && part.managed().isPresent()
        && server.isPresent()) {
      Result result = bySnapshot(server.get(), part.managed().get());
      if (result.inventory().isPresent()) {
        rungs.add(rung(RestoreFrom.SNAPSHOT, Optional.empty(), began));
        return result.inventory().get();
      }
      Rung failed = rung(RestoreFrom.SNAPSHOT, Optional.of(result.why()), began);
      before = Optional.of(operations.noted(left, Rung.class, () -> failed));
      operations.says("the snapshot is left for the dump: " + result.why());
    }
    before.ifPresent(rungs::add);
    Instant second = run.clock().now();
    try {
      Inventory restored = byDump();
      rungs.add(rung(RestoreFrom.DUMP, Optional.empty(), second));
      return restored;
    } catch (FailureException e) {
      if (rungs.isEmpty() || goesNoFurther(e) || othersWrote) {
        throw e;
      }
      rungs.add(rung(RestoreFrom.DUMP, Optional.of(e.failure().whatHappened()), second));
      throw new ServerFailed(e.failure(), part.key(), rungs);
    }
  }

  /**
   * Nothing hangs on it, so it stands in nobody's way. Once this run began to bring rows back, what
   * is there is no longer the new stack's own.
   */
  private Extra extra() {
    if (operations.begun("load " + part.key()) || RestoreSnapshot.begun(operations, part)) {
      return new Extra(List.of());
    }
    try {
      return new Extra(
          database.identity().database() == 0
              ? List.of()
              : inventory(database).tables().stream().map(Ladder::extra).toList());
    } catch (FailureException e) {
      if (goesNoFurther(e)) {
        throw e;
      }
      return new Extra(
          List.of(
              "what the new stack had made in it could not be seen: "
                  + e.failure().whatHappened()));
    }
  }

  private static String extra(Inventory.Table table) {
    return String.format(
        "the new stack had made table %s, %s; the database is anew",
        table.name(), table.rows() == 1 ? "1 row" : table.rows() + " rows");
  }

  /** The operator's wish to stop, another run's, and others' writes are no failures of a way. */
  private static boolean goesNoFurther(FailureException e) {
    return e.failure().kind() == Failure.Kind.STOPPED
        || e.failure().kind() == Failure.Kind.BUSY
        || e instanceof DatabaseUsedException;
  }

  private Rung rung(RestoreFrom from, Optional<String> outcome, Instant began) {
    double seconds = Duration.between(began, run.clock().now()).toMillis() / 1000.0;
    var told = new ArrayList<>(outcome.isEmpty() ? extra : List.of());
    told.addAll(from == RestoreFrom.SNAPSHOT ? notes : List.of());
    return new Rung(from, outcome, seconds, told);
  }

  /** What the database then holds if that is all it should, or why it is not. */
  private record Result(Optional<Inventory> inventory, String why) {}

  private Result bySnapshot(ManagedServer managed, ManagedSnapshot snapshot) {
    String name = database.endpoint().name();
    String user = database.endpoint().user().user();
    if (!name.equals(part.name()) || !user.equals(part.user())) {
      return new Result(
          Optional.empty(),
          String.format(
              "it brings database %s of user %s, and the new stack has %s of %s",
              part.name(), part.user(), name, user));
    }
    var restoring = new RestoreSnapshot(side.sources(), fences(), operations, notes);
    Optional<String> failed = restoring.restore(database, managed, snapshot);
    if (failed.isPresent()) {
      return new Result(Optional.empty(), failed.get());
    }
    Inventory now;
    try {
      refill();
      operations.says("comparing database " + part.key());
      stack.noteLeft(database);
      now = inventory(database);
    } catch (FailureException e) {
      if (goesNoFurther(e)) {
        throw e;
      }
      return new Result(Optional.empty(), e.failure().whatHappened());
    }
    List<String> differences = InventoryComparison.differences(saved, now);
    return differences.isEmpty()
        ? new Result(Optional.of(now), "")
        : new Result(
            Optional.empty(),
            "certificate A: it came back other than it was saved: "
                + String.join("; ", differences.subList(0, Math.min(5, differences.size()))));
  }

  /** A snapshot holds no rows of unlogged tables; the dump does. */
  private void refill() {
    List<String> empty = database.emptied(saved);
    if (empty.isEmpty()) {
      return;
    }
    String name = "refill " + part.key();
    Optional<Finished> finished =
        operations.run(
            name,
            () -> database.refilling(target(), dump.fetch(operations), empty),
            line -> Optional.empty());
    dump.remove(operations);
    boolean done = finished.filter(Finished::succeeded).isPresent();
    notes.add(
        "unlogged tables came back empty, "
            + (done ? "and were filled from the dump: " : "and could not be filled: ")
            + String.join(", ", empty));
  }

  private Inventory byDump() {
    operations.says("restoring database " + database.endpoint());
    String name = "load " + part.key();
    Optional<Finished> finished = operations.run(name, this::loading, line -> Optional.empty());
    boolean cut = finished.filter(each -> each.exitCode() == Host.LOST).isPresent();
    if (finished.isEmpty() || (cut && operations.attempts(name) % ATTEMPTS != 0)) {
      return byDump(); // it was killed, or cut off from its host: once more, into a new database
    }
    if (!finished.get().succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "pg_restore failed on database "
              + database.endpoint()
              + ": "
              + finished.get().errors().strip().lines().limit(4).toList(),
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log(name));
    }
    dump.remove(operations);
    run.ensureHeld();
    database.settle(saved);
    database.analyze();
    operations.says("comparing database " + part.key());
    stack.noteLeft(database);
    Inventory now = inventory(database);
    List<String> differences = InventoryComparison.differences(saved, now);
    if (!differences.isEmpty()) {
      stack.noteUnseen(database); // loading again would lose what others wrote to it
      othersWrote = !InventoryComparison.others(saved, now).isEmpty();
      operations.again(name);
      throw new FailureException(
          Failure.Kind.LOST,
          "database "
              + database.endpoint()
              + " came back other than it was saved:\n"
              + String.join("\n", differences.subList(0, Math.min(20, differences.size()))),
          Safety.NOTHING_CHANGED,
          othersWrote ? savesItFirst() : "rehome resume    loads it once more");
    }
    return now;
  }

  private Command loading() {
    FreshTarget target = target();
    refuseIfUsed();
    DumpFolder folder = dump.fetch(operations); // which takes long
    refuseIfUsed();
    boolean discards = Discard.wanted(run);
    FreshTarget unwritten =
        target.leftAs(discards ? Optional.empty() : stack.left(database, target.identity()));
    stack.noteMaking(database);
    run.ensureHeld();
    Identity made = made(unwritten);
    run.noted(made(own().size() + 1), Identity.class, () -> made);
    return database.loading(target, folder, saved);
  }

  /** Loading once more drops what this run made: nobody may be in it, or have written to it. */
  private void refuseIfUsed() {
    if (own().isEmpty() || database.identity().database() == 0) {
      return;
    }
    int sessions = database.sessions();
    if (sessions > 0) {
      stack.noteUsed(database); // who was in it may be gone the next time
      throw used("has " + sessions + " open sessions");
    }
    List<String> written = Discard.wanted(run) ? List.of() : stack.writesSince(database);
    if (!written.isEmpty()) {
      throw used("others may have written to it: " + String.join("; ", written));
    }
  }

  private Identity made(FreshTarget target) {
    try {
      return database.create(target, saved);
    } catch (DatabaseUsedException e) {
      stack.noteUsed(database);
      throw used("somebody wrote to it");
    }
  }

  private DatabaseUsedException used(String how) {
    return new DatabaseUsedException(
        "database " + database.endpoint() + " is being restored, and " + how,
        "see who is in it, and stop that in quiesce",
        savesItFirst());
  }

  private String savesItFirst() {
    return run.record().plan().equals(Strategies.ROLL_BACK)
        ? "save it by hand; then rehome rollback " + run.id() + " --discard-writes-since"
        : "rehome rollback " + run.id() + "    saves that in a backup first, and goes back";
  }

  private String made(int attempt) {
    return NewStack.made(part.key(), attempt);
  }

  /** The databases that this run made; a kill between making and noting leaves one empty. */
  private Set<Identity> own() {
    var own = new LinkedHashSet<Identity>();
    Optional<Identity> made = run.note(made(1), Identity.class);
    while (made.isPresent()) {
      own.add(made.get());
      made = run.note(made(own.size() + 1), Identity.class);
    }
    return own;
  }

  /** On a server that a provider runs, which server it is says the provider. */
  private FreshTarget target() {
    if (server.isPresent() && part.managed().isPresent()) {
      ManagedInstance old = part.managed().get().of();
      FreshInstance fresh = FreshInstance.compare(server.get().describe().instance(), old);
      return FreshTarget.on(fresh, database.endpoint(), database.identity());
    }
    return FreshTarget.compare(
        database.endpoint(),
        database.identity(),
        database.onServer(),
        saved.identity(),
        precious(),
        new FreshTarget.Made(gone(), own()));
  }

  /** All that the backup was made from, and what outlives the stack, as it is now. */
  private Set<Identity> precious() {
    var precious = new HashSet<Identity>();
    backup.inventory().databases().values().forEach(each -> precious.add(each.identity()));
    for (Database kept : side.sources().kept()) {
      if (kept.presence() instanceof Presence.Here(Identity identity)) {
        precious.add(identity);
      }
    }
    return precious;
  }

  /** When what stood there before was gone. */
  private Instant gone() {
    return run.result(
            Strategies.of(Strategies.DESTROY, run.record().plan().equals(Strategies.ROLL_BACK)),
            Destroyed.class)
        .map(Destroyed::at)
        .orElse(Instant.MAX);
  }

  private Map<String, Fence> fences() {
    return run.result(Strategies.QUIESCE, Quiesced.class).map(Quiesced::fences).orElse(Map.of());
  }

  private static Inventory inventory(Database database) {
    try (Moment moment = database.freeze()) {
      return database.inventory(moment);
    }
  }

  /** A server to which nothing could be restored, neither its snapshot nor the dump. */
  public static final class ServerFailed extends FailureException {
    private static final long serialVersionUID = 1;

    private final String database;
    private final transient List<Rung> rungs;

    ServerFailed(Failure failure, String database, List<Rung> rungs) {
      super(failure);
      this.database = database;
      this.rungs = List.copyOf(rungs);
    }

    /** The key of the one that could not be restored. */
    public String database() {
      return database;
    }

    public List<Rung> rungs() {
      return rungs;
    }
  }
}
