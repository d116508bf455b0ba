package dev.rehome.world;

import dev.rehome.infrastructure.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything outside of the program, and the program's own disks. One thread, one seed. */
public final class World {
  static final State EMPTY = new State("", 0, Map.of(), List.of());
  public static final String OLD = "0000000000000000000000000000000000000001";
  public static final String NEW = "0000000000000000000000000000000000000002";

  /** Another new one, by which a run goes on. */
  public static final String MENDED = "0000000000000000000000000000000000000003";

  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  /** A last look that is older counts no more; milliseconds. */
  private static final long LAST_LOOK = 60_000;

  /** More calls than any history takes that comes to an end. */
  private static final int ENDLESS = 30_000;

  /**
   * What is so in this world.
   *
   * @param localState whether the infrastructure's state is in a folder of a machine
   * @param ownAddresses whether each stack that is built has addresses of its own
   * @param slow whether stopping the service, and migrating, take long
   * @param eager whether users upload files as soon as building a stack starts its service
   */
  public record Nature(boolean localState, boolean ownAddresses, boolean slow, boolean eager) {
    public static final Nature PLAIN = new Nature(false, false, false, false);
    public static final Nature EAGER = new Nature(false, false, false, true);
  }

  public final Random random;
  public final Nature nature;
  public final Guard guard = new Guard(this);
  public final Repository repository = new Repository(this);
  public final Users users;
  final Map<String, Machine> machines = new LinkedHashMap<>();
  final Map<String, Environment> environments = new LinkedHashMap<>();
  final List<JobRecord> running = new ArrayList<>();
  final Map<Integer, State> copies = new HashMap<>();
  @Nullable Invocation cutShort;
  private @Nullable Invocation newest;
  private final TreeMap<Integer, Strike> strikes = new TreeMap<>();
  private final TreeMap<Integer, Consumer<World>> events = new TreeMap<>();
  private Consumer<World> onceStruck = world -> {};
  private final List<Event> history = new ArrayList<>();
  private long millis;
  private long ids;
  private int calls;
  private int effects;
  private int invocations;
  private int planned = -100;
  private long plannedAt;

  /** When a plan to destroy was last given leave, by calls. */
  private int permitted = -100;

  private long permittedAt;

  private record Event(long at, int call, @Nullable Object who, String what) {
    @Override
    public String toString() {
      return String.format("%9.2f %5d %-4s %s", at / 1000.0, call, who == null ? "" : who, what);
    }
  }

  public World(long seed, Nature nature) {
    this.random = new Random(seed);
    this.nature = nature;
    for (String name : List.of("A", "B")) {
      machines.put(name, new Machine(name));
    }
    this.users = new Users(this);
    for (String name : List.of("production", "staging")) {
      var environment = new Environment(this, name, nature.localState(), nature.ownAddresses());
      environments.put(name, environment);
      Seeding.fill(environment, machine("A"));
    }
  }

  public Machine machine(String name) {
    return java.util.Objects.requireNonNull(machines.get(name));
  }

  public Environment environment(String name) {
    return java.util.Objects.requireNonNull(environments.get(name));
  }

  /** A process of the program begins. */
  public Invocation invocation(String machine) {
    if (running.isEmpty()) {
      environments.values().forEach(each -> each.migrating = false); // nobody saw how that ended
    }
    return new Invocation(this, machine(machine), ++invocations);
  }

  /** Something goes wrong at a call, counted from 1. */
  public void strike(int call, Strike strike) {
    strikes.put(strike.ofJob() ? -call : call, strike);
  }

  /** Something goes wrong, and so many calls later somebody does something. */
  public void strike(int call, Strike strike, int later, Consumer<World> what) {
    strike(call, strike);
    onceStruck = world -> world.event(world.calls + later, what);
  }

  /** Somebody does something before a call. */
  public void event(int call, Consumer<World> what) {
    events.merge(call, what, Consumer::andThen);
  }

  /** From now on nothing goes wrong any more. */
  public void calm() {
    strikes.clear();
    events.clear();
  }

  /** What people did is undone, as far as it can be. */
  public void undo() {
    machines
        .values()
        .forEach(
            machine -> {
              machine.full = false;
              machine.variables = Machine.OWN_VARIABLES;
            });
    repository.down = false;
    for (Environment each : environments.values()) {
      each.pushBack();
      if (each.extra != null && each.extra.repository()) {
        each.separate();
      }
    }
    environments
        .values()
        .forEach(each -> each.stateLock = each.stateLock == this ? null : each.stateLock);
  }

  /** What was added to a stack, and should not be destroyed with it, is taken out of its state. */
  public void separatesByHand() {
    environments.values().forEach(Environment::bringsLedgerAway);
    environments.values().stream()
        .filter(each -> each.extra != null)
        .forEach(Environment::separate);
  }

  /** Who started a service by hand, or left one running, and is told of it, stops it. */
  public void stopsByHand() {
    environments.values().stream()
        .map(each -> each.service)
        .filter(service -> service != null && !service.startedIn.contains("/"))
        .forEach(service -> service.up = false);
  }

  /**
   * Whether who takes over may be certain that the other one has ended: what changes infrastructure
   * may go on where the state is locked meanwhile, since planning tells that.
   */
  public boolean mayBeTakenOver() {
    return running.stream().allMatch(job -> job.changesInfrastructure() && !nature.localState());
  }

  /** Whether a process is at work, and has the stack's lock: who takes over then knows of it. */
  public boolean isHeld() {
    Invocation holder = repository.lock.holder;
    return holder != null && holder.alive;
  }

  /** What is at work anywhere comes to its end. */
  public void awaitJobs() {
    do {
      pass(600_000);
    } while (!running.isEmpty());
  }

  public int calls() {
    return calls;
  }

  public int effects() {
    return effects;
  }

  /** Which environment has the thing that a state knows by this id. */
  Optional<Environment> owner(State.Resource resource) {
    return environments.values().stream().filter(each -> each.stands(resource)).findFirst();
  }

  /** Whether the newest run planned to destroy something yet. */
  boolean isPlanned() {
    return planned >= 0;
  }

  /** A run begins, which has planned nothing yet. */
  void begins() {
    planned = -100;
  }

  /** From here on nothing is asked any more before it is destroyed. */
  void permits() {
    permitted = calls;
    permittedAt = millis;
  }

  /**
   * Whether anybody can notice what a superuser, or who opens by hand, writes now: not in the
   * moment between a look and what is done because of it, and not while the program itself writes.
   */
  boolean isNoticed(Environment environment) {
    return isNoticed(environment, environment.migrating);
  }

  /**
   * While nobody is at work everything is: whoever goes on looks first.
   *
   * @param writing whether the program itself writes there now
   */
  private boolean isNoticed(Environment environment, boolean writing) {
    if (newest != null && !newest.alive && running.isEmpty()) {
      return true;
    }
    boolean lastLook =
        (calls - planned < 30 && millis - plannedAt < LAST_LOOK)
            || (calls - permitted < 12 && millis - permittedAt < LAST_LOOK)
            || running.stream().anyMatch(job -> job.toString().startsWith("destroy"));
    boolean look = calls - environment.marked < 15 && millis - environment.markedAt < LAST_LOOK;
    return !lastLook && !look && !writing;
  }

  /** Whether anybody can notice what somebody puts beside the files now. */
  boolean isNoticedInFiles(Environment environment) {
    return environment.files != null && !environment.ruins && isNoticed(environment, false);
  }

  /** Whether anybody can notice an edit of a stored file: not until all are restored. */
  boolean isNoticedInStoredFiles(Environment environment) {
    return isNoticedInFiles(environment)
        && !environment.restoring
        && isNoticed(environment, environment.migrating);
  }

  /** Whether the newest process of the program is on this machine. */
  boolean isNewest(Machine machine) {
    return newest != null && newest.machine == machine;
  }

  /** A call to a port begins; what strikes it. */
  @Nullable Strike begins(Invocation by, String what, long length) {
    int call = ++calls;
    newest = by;
    if (what.equals("Infrastructure.planDestroy")) {
      planned = call;
      plannedAt = millis;
    }
    history.add(new Event(millis, call, by, what));
    if (call > ENDLESS) {
      throw guard.violated("it does not come to an end");
    }
    pass(length);
    Consumer<World> event = events.remove(call);
    if (event != null && by.justLookedAtLock()) {
      event(call + 1, event); // between asking for the lock and acting nobody can do better
    } else if (event != null) {
      event.accept(this);
    }
    return struck(call, by);
  }

  /** An effect of a job begins; what strikes it. */
  @Nullable Strike effect(JobRecord job, String what) {
    int effect = ++effects;
    history.add(new Event(millis, effect, "job", job + ": " + what));
    return struck(-effect, "job");
  }

  private @Nullable Strike struck(int point, Object who) {
    Strike strike = strikes.remove(point);
    if (strike != null) {
      note(who, "  " + strike);
      onceStruck.accept(this);
    }
    return strike;
  }

  public void note(@Nullable Object who, String what) {
    history.add(new Event(millis, calls, who, what));
  }

  public List<String> history() {
    return history.stream().map(Event::toString).toList();
  }

  /** The names of the calls so far. */
  public List<String> callNames() {
    return history.stream()
        .filter(each -> each.who() instanceof Invocation && each.call() > 0)
        .map(Event::what)
        .toList();
  }

  /** Somebody writes an order; it is there from now on, and must never be lost. */
  void wrote(Environment environment, String key, String item) {
    Server server = java.util.Objects.requireNonNull(environment.server);
    environment.database().orElseThrow().order(key, item);
    users.remember(
        new Write(environment.name, false, key, item, server.id, environment.fresh().isEmpty()));
  }

  void wroteFile(Environment environment, String path, String content) {
    FileTree files = java.util.Objects.requireNonNull(environment.files);
    files.write(path, content);
    users.remember(
        new Write(environment.name, true, path, content, files.id, environment.fresh().isEmpty()));
  }

  long now() {
    return millis;
  }

  public Instant instant() {
    return BEGIN.plusMillis(millis);
  }

  /** A server's identifier begins with the second of its making. */
  long nextId() {
    return (instant().getEpochSecond() << 32) | ++ids;
  }

  /** How long one effect of a task takes. */
  long length(long usual) {
    return nature.slow() ? 60 * usual : usual;
  }

  /** Time passes: jobs go on, and users write. */
  public void pass(long length) {
    long until = millis + length;
    for (JobRecord next = next(until); next != null; next = next(until)) {
      millis = Math.max(millis, next.due);
      next.step();
    }
    millis = until;
    users.act();
  }

  private @Nullable JobRecord next(long until) {
    JobRecord first = null;
    for (JobRecord job : running) {
      if (job.due <= until && (first == null || job.due < first.due)) {
        first = job;
      }
    }
    return first;
  }
}
