package dev.rehome.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehome.infrastructure.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An environment of the stack at the provider: what really stands, and what the state says. */
public final class Environment {
  static final String FILES = "world_files.main";
  static final String DATABASE = "world_db.main";
  static final String SERVICE = "world_app.main";
  static final String EXTRA = "world_cache.extra";

  /** Where a service was started that nobody stopped since it was built. */
  private static final String PROVISIONING = "provisioning";

  /** In the order in which they are built. */
  static final List<String> ADDRESSES = List.of(FILES, DATABASE, SERVICE);

  public final String name;
  final World world;
  final boolean localState;
  private final boolean ownAddresses;
  @Nullable Server server;
  @Nullable FileTree files;
  @Nullable Service service;
  private State remote = World.EMPTY;

  /** What a colleague added to the stack, without state of its own. */
  @Nullable Extra extra;

  /** Such a thing that the newest plan to destroy showed, and that the operator agreed to. */
  @Nullable Extra planned;

  private @Nullable Extra approved;

  /** Since the run began. */
  private boolean extraGone;

  /** Of the state when the run began. */
  private String lineage = "";

  /** The state, while somebody pushed another environment's in its place. */
  @Nullable State displaced;

  /**
   * One thing more.
   *
   * @param repository whether it is the bucket that the backups are in
   */
  record Extra(long id, boolean repository) {}

  /** A job that holds the state's lock, or a colleague. */
  @Nullable Object stateLock;

  /** A migration writes to it, and who sees it end did not look since. */
  boolean migrating;

  /** Files are restored, and not all were seen to be back. */
  boolean restoring;

  /** Files of what is half built, so that nothing may lead to them. */
  boolean ruins;

  /**
   * The program ended by itself, and so had time to look at the files, if a state that it had tells
   * where they are.
   */
  void settles(Machine machine) {
    State state = state(machine);
    boolean known =
        ADDRESSES.stream().allMatch(each -> state.resource(each).filter(this::stands).isPresent());
    ruins &= !known || state.outputs().isEmpty();
  }

  /** At which call its write mark was last looked at. */
  int marked;

  /** And when, in milliseconds of the world's time. */
  long markedAt;

  /** Variable files that the operator approved, or wrote for it. */
  final Set<String> approvedVariables = new HashSet<>(Set.of(Machine.OWN_VARIABLES));

  /** The operator gave up what users wrote to the new stack. */
  boolean discarded;

  /** The database server of the old stack. */
  long original;

  /** What was built, and whose provisioner has not run to its end. */
  final Set<String> halfBuilt = new HashSet<>();

  /** Ids of the old stack's resources. */
  private final Map<String, String> before = new HashMap<>();

  Environment(World world, String name, boolean localState, boolean ownAddresses) {
    this.world = world;
    this.name = name;
    this.localState = localState;
    this.ownAddresses = ownAddresses;
  }

  State state(Machine machine) {
    return localState ? machine.states.getOrDefault(name, World.EMPTY) : remote;
  }

  void state(Machine machine, State state) {
    if (localState) {
      machine.states.put(name, state);
    } else {
      remote = state;
    }
  }

  void forgetState(Machine machine) {
    machine.states.remove(name);
    remote = World.EMPTY;
  }

  boolean hasState(Machine machine) {
    return localState ? machine.states.containsKey(name) : !remote.lineage().isEmpty();
  }

  /** Whether the thing that the state knows by this id really stands. */
  boolean stands(State.Resource resource) {
    return resource.id().filter(id -> id.equals(id(resource.address()))).isPresent();
  }

  /** A colleague adds something to the stack, by the same state. */
  void add(boolean repository) {
    if (stateLock != null || extra != null) {
      return;
    }
    world.machines.values().stream()
        .filter(machine -> !state(machine).empty())
        .max(
            Comparator.comparingLong((Machine machine) -> state(machine).serial())
                .thenComparing(world::isNewest)) // which of two equal ones is changed next
        .ifPresent(
            machine -> {
              extra = new Extra(world.nextId(), repository);
              state(machine, with(state(machine), resource(EXTRA)));
            });
  }

  /** Somebody makes another database on its server, which no stack file names. */
  void ledger() {
    if (server != null && !server.databases.containsKey("ledger")) {
      var ledger = new Content(server.nextNumber());
      Map<String, List<String>> rows = Map.of("ledger-1", List.of("item of the ledger"));
      ledger.tables.put(Content.ORDERS, new Table(16_500, Content.ORDERS, List.of("item"), rows));
      server.databases.put("ledger", ledger);
      world.guard.wrote(new Write(name, false, "ledger-1", "item of the ledger", server.id, false));
    }
  }

  /** Who is told that it would be lost brings it to another server. */
  void bringsLedgerAway() {
    if (server != null) {
      server.databases.remove("ledger");
    }
  }

  /** It is no longer managed with the stack. */
  void separate() {
    extra = null;
    extraGone = true;
    for (Machine machine : world.machines.values()) {
      if (state(machine).resource(EXTRA).isPresent()) {
        State now = state(machine);
        State without = without(now, EXTRA);
        state(
            machine,
            new State(now.lineage(), without.serial(), now.outputs(), without.resources()));
      }
    }
  }

  /** Somebody mistakes the environment, and pushes another one's state. */
  void push(Environment other) {
    if (!localState && stateLock == null && displaced == null && remote.lineage().equals(lineage)) {
      displaced = remote;
      remote = other.remote;
    }
  }

  /** The mistake is put right. */
  void pushBack() {
    State before = displaced;
    if (before != null && !remote.lineage().equals(before.lineage())) {
      remote = before;
    }
    displaced = null;
  }

  /** The id of what really stands there; nothing if nothing does. */
  String id(String address) {
    return switch (address) {
      case FILES -> files == null ? "" : "" + files.id;
      case DATABASE -> server == null ? "" : "" + server.id;
      case SERVICE -> service == null ? "" : "" + service.id;
      case EXTRA -> extra == null ? "" : "" + extra.id();
      default -> throw new IllegalArgumentException(address);
    };
  }

  void vanish(String address) {
    halfBuilt.remove(address);
    switch (address) {
      case FILES -> {
        FileTree gone = files;
        files = null;
        if (gone != null) {
          world.guard.destroyed(this, gone, "destroying " + address);
        }
      }
      case DATABASE -> {
        Server gone = server;
        server = null;
        if (gone != null) {
          world.guard.destroyed(this, gone, "destroying " + address);
        }
      }
      case SERVICE -> service = null;
      case EXTRA -> {
        Extra gone = extra;
        extra = null;
        extraGone = true;
        if (gone != null) {
          world.guard.destroyed(this, gone, gone.equals(approved));
        }
      }
      default -> throw new IllegalArgumentException(address);
    }
  }

  /** Whether a state knows of what stands there. */
  private boolean listed(String address) {
    return world.machines.values().stream()
        .flatMap(machine -> state(machine).resource(address).stream())
        .anyMatch(this::stands);
  }

  /** Builds a thing, over what may stand there; of files that no state knows none are removed. */
  void appear(String address, String revision) {
    FileTree orphan = address.equals(FILES) && files != null && !listed(FILES) ? files : null;
    if (orphan != null) {
      files = null;
    }
    vanish(address);
    halfBuilt.add(address);
    long id = world.nextId();
    String own = ownAddresses ? name + "." + (id & 0xffff) : name;
    switch (address) {
      case FILES -> {
        files = new FileTree(id, "/srv/" + own);
        ruins = original != 0;
        restoring = false;
        if (orphan != null) {
          files.files.putAll(orphan.files);
        }
      }
      case DATABASE -> server = new Server(id, "db." + own);
      case SERVICE -> {
        service = new Service(id, revision);
        service.up = true; // what provisioning starts
        service.startedIn = world.nature.eager() ? PROVISIONING : "";
      }
      default -> throw new IllegalArgumentException(address);
    }
  }

  /**
   * Its provisioner failed, so that it is replaced when building is tried again; with the files,
   * where users upload to the machine that the service is on.
   */
  void taint(Machine machine, String address) {
    Set<String> replaced =
        world.nature.eager() && address.equals(SERVICE) ? Set.of(FILES, SERVICE) : Set.of(address);
    State now = state(machine);
    state(
        machine,
        new State(
            now.lineage(),
            now.serial() + 1,
            now.outputs(),
            now.resources().stream()
                .map(
                    each ->
                        replaced.contains(each.address())
                            ? new State.Resource(
                                each.address(), each.type(), true, each.attributes())
                            : each)
                .toList()));
  }

  /** What is there was looked at last before that began, as before a destroy. */
  boolean replacesFiles(List<State.Resource> built) {
    return files != null && built.stream().anyMatch(each -> each.address().equals(FILES));
  }

  /** What provisioning does to it afterwards. */
  void provision(String address) {
    halfBuilt.remove(address);
    if (address.equals(DATABASE) && server != null && server.databases.isEmpty()) {
      server.databases.put("shop", new Content(server.nextNumber()));
    }
  }

  State.Resource resource(String address) {
    return new State.Resource(
        address,
        address.substring(0, address.indexOf('.')),
        false,
        address.equals(EXTRA) && extra != null && extra.repository()
            ? JsonNodeFactory.instance
                .objectNode()
                .put("id", id(address))
                .put("bucket", Repository.BUCKET)
            : JsonNodeFactory.instance.objectNode().put("id", id(address)));
  }

  Map<String, String> outputs() {
    return server == null || files == null || service == null
        ? Map.of()
        : outputsOf(Set.of(FILES, DATABASE, SERVICE));
  }

  /** What can be told of resources that a state holds; of what is skipped, nothing. */
  Map<String, String> outputsOf(Set<String> addresses) {
    var known = new HashMap<String, String>();
    if (server != null && addresses.contains(DATABASE)) {
      known.put("db", server.address);
    }
    if (files != null && addresses.contains(FILES)) {
      known.put("files", files.root);
    }
    if (service != null && addresses.contains(SERVICE)) {
      known.put("app", "app." + name);
    }
    return Map.copyOf(known);
  }

  /** The state with the outputs of what it holds. */
  State withOutputs(State state) {
    Set<String> held =
        state.resources().stream().map(State.Resource::address).collect(Collectors.toSet());
    return new State(state.lineage(), state.serial(), outputsOf(held), state.resources());
  }

  State with(State state, State.Resource resource) {
    var all = new ArrayList<>(state.resources());
    all.removeIf(each -> each.address().equals(resource.address()));
    all.add(resource);
    return new State(
        state.lineage().isEmpty() ? "lineage-" + name + "-" + world.nextId() : state.lineage(),
        state.serial() + 1,
        state.outputs(),
        all);
  }

  static State without(State state, String address) {
    return new State(
        state.lineage(),
        state.serial() + 1,
        Map.of(),
        state.resources().stream().filter(each -> !each.address().equals(address)).toList());
  }

  Optional<Content> database() {
    return Optional.ofNullable(server).map(each -> each.databases.get("shop"));
  }

  /** Whether users get through to it, and what they write is kept. */
  public boolean reachable() {
    Content content = database().orElse(null);
    return service != null
        && service.up
        && files != null
        && content != null
        && !content.half
        && content.connect.contains("PUBLIC")
        && content.tables.containsKey(Content.ORDERS);
  }

  /** Whether users who find nothing restored yet get through all the same, with their files. */
  boolean takesUploads() {
    return service != null
        && service.up
        && service.startedIn.equals(PROVISIONING)
        && files != null
        && database().filter(content -> content.tables.containsKey(Content.ORDERS)).isEmpty();
  }

  /** Whether the new revision's migrations ran on what stands. */
  public boolean migrated() {
    return database().filter(Content::migrated).isPresent();
  }

  boolean serving() {
    return service != null && service.up;
  }

  /** A run begins: what stands now is the old stack. */
  public void begins() {
    world.begins();
    pushBack(); // whose state it is, its operator sees to
    lineage = remote.lineage();
    before.clear();
    ADDRESSES.forEach(address -> before.put(address, id(address)));
    original = server == null ? 0 : server.id;
    discarded = false;
    extraGone = false;
  }

  /** What still stands of the old stack. */
  List<String> old() {
    return ADDRESSES.stream()
        .filter(address -> !id(address).isEmpty() && id(address).equals(before.get(address)))
        .toList();
  }

  /** What stands of another one. */
  List<String> fresh() {
    return ADDRESSES.stream()
        .filter(address -> !id(address).isEmpty() && !id(address).equals(before.get(address)))
        .toList();
  }

  /** The operator gives up what users wrote to the new stack. */
  public void discards() {
    discarded = true;
    if (old().size() < ADDRESSES.size() || extraGone) {
      original = 0; // what is left of the old stack, too
    }
  }

  /** The operator agrees to what would be destroyed. */
  public void approves() {
    approved = planned;
  }

  /** And to the variable files that lie there now. */
  public void approvesVariables(Invocation by) {
    approvedVariables.add(by.machine.variables);
  }

  /** A checkout goes; what was started from it dies. */
  public void leaves(Invocation by, Path checkout) {
    by.call(
        "Checkout.remove",
        Trouble.DISK,
        () -> {
          if (service != null && service.startedIn.equals(checkout.toString())) {
            service.up = false;
          }
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
