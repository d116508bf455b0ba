package dev.rehome.world;

import dev.rehome.database.Bystanders;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Fence;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.database.Nearness;
import dev.rehome.database.Presence;
import dev.rehome.database.RowQuery;
import dev.rehome.database.RowStream;
import dev.rehome.database.WriteMark;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A database at an address, whichever server answers there now. */
final class SimulatedDatabase implements Database {
  private static final int VERSION = 150_018;

  private final Invocation by;
  private final World world;
  private final Endpoint endpoint;
  private final Optional<Server> scratch;

  SimulatedDatabase(Invocation by, Endpoint endpoint) {
    this(by, endpoint, Optional.empty());
  }

  /** One on a scratch server. */
  SimulatedDatabase(Invocation by, Endpoint endpoint, Optional<Server> scratch) {
    this.scratch = scratch;
    this.by = by;
    this.world = by.world;
    this.endpoint = endpoint;
  }

  /** A moment of it: what it held then. */
  private record Then(Content content, long server) implements Moment {
    @Override
    public String snapshot() {
      return "00000003-0000001B-1";
    }

    @Override
    public void close() {}
  }

  private <T> T call(String what, Supplier<T> act) {
    return by.call("Database." + what, Trouble.NETWORK, act);
  }

  /** The environment whose server answers at the address; none is an environment without one. */
  private Environment environment() {
    for (Environment each : world.environments.values()) {
      if (each.server != null && each.server.address.equals(endpoint.host())) {
        return each;
      }
    }
    throw silent("nothing listens there");
  }

  private FailureException silent(String why) {
    return new FailureException(
        Failure.Kind.FAILED,
        "database " + endpoint + " cannot be reached: " + why,
        Safety.NOTHING_CHANGED,
        "see that it runs");
  }

  private Server server() {
    return scratch.orElseGet(() -> Objects.requireNonNull(environment().server));
  }

  private Content content() {
    Content content = server().databases.get(endpoint.name());
    if (content == null) {
      throw silent("it is not on the server");
    }
    return content;
  }

  private Identity identified() {
    Content content = server().databases.get(endpoint.name());
    return new Identity(server().id, content == null ? 0 : content.number);
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Identity identity() {
    return call("identity", this::identified);
  }

  @Override
  public Presence presence() {
    try {
      return call(
          "presence",
          () -> {
            boolean listens =
                scratch.isPresent()
                    || world.environments.values().stream()
                        .anyMatch(
                            each ->
                                each.server != null && each.server.address.equals(endpoint.host()));
            if (!listens) {
              return new Presence.Absent("no server listens there");
            }
            Identity identity = identified();
            return identity.database() == 0
                ? new Presence.Absent("the server has no such database")
                : new Presence.Here(identity);
          });
    } catch (FailureException e) {
      return new Presence.Unknown(e.failure().whatHappened());
    }
  }

  @Override
  public Set<Long> onServer() {
    return call(
        "onServer",
        () ->
            server().databases.values().stream()
                .map(each -> each.number)
                .collect(Collectors.toSet()));
  }

  @Override
  public Bystanders bystanders(Set<String> named) {
    return call(
        "bystanders",
        () ->
            new Bystanders(
                server().databases.entrySet().stream()
                    .filter(each -> !named.contains(each.getKey()))
                    .filter(each -> !each.getValue().tables.isEmpty())
                    .map(each -> "database " + each.getKey() + " (" + held(each.getValue()) + ")")
                    .toList(),
                List.of()));
  }

  private static String held(Content content) {
    int tables = content.tables.size();
    return tables == 1 ? "1 table" : tables + " tables";
  }

  @Override
  public Size size() {
    return new Size(1_000, 1_000);
  }

  @Override
  public int serverVersion() {
    return VERSION;
  }

  @Override
  public Moment freeze() {
    return call("freeze", () -> new Then(content().copy(), server().id));
  }

  @Override
  public Inventory inventory(Moment moment) {
    return call(
        "inventory",
        () -> Inventories.of(((Then) moment).content(), ((Then) moment).server(), VERSION));
  }

  @Override
  public List<Inventory.Table> tables() {
    return call("tables", () -> Inventories.tables(content()));
  }

  @Override
  public String digest(Inventory.Table table, List<String> columns) {
    return call("digest", () -> Inventories.table(content(), table.number()).digest(columns));
  }

  @Override
  public List<String> texts(Inventory.Table table, String expression) {
    return call(
        "texts",
        () ->
            Inventories.table(content(), table.number()).rows.values().stream()
                .map(List::getFirst)
                .collect(Collectors.toList()));
  }

  @Override
  public Map<Integer, String> buckets(Moment moment, RowQuery query) {
    return call("buckets", () -> Rows.buckets(((Then) moment).content(), query));
  }

  @Override
  public RowStream rows(Moment moment, RowQuery query, Set<Integer> buckets) {
    return call("rows", () -> Rows.of(((Then) moment).content(), query, buckets));
  }

  @Override
  public Map<String, Long> sequences() {
    return Map.of();
  }

  @Override
  public Nearness near(long bytes) {
    return Nearness.HERE;
  }

  /** The content of a moment, for backups. */
  Content dumped(Moment moment) {
    return call("dump", () -> ((Then) moment).content());
  }

  @Override
  public void dump(Moment moment, DumpFolder folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dumpSchema(Moment moment, DumpFolder folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public WriteMark mark() {
    return call(
        "mark",
        () -> {
          environment().marked = world.calls();
          environment().markedAt = world.now();
          by.marked = environment();
          return marked(server(), content());
        });
  }

  private static WriteMark marked(Server server, Content content) {
    return new WriteMark(server.id + ":" + content.number + ":" + content.counter);
  }

  @Override
  public WriteMark serverMark() {
    return call(
        "serverMark",
        () ->
            new WriteMark(
                server().id
                    + server().databases.entrySet().stream()
                        .map(each -> ":" + each.getValue().number + "=" + each.getKey())
                        .collect(Collectors.joining())));
  }

  @Override
  public Fence fence() {
    return call("fence", () -> new Fence(List.copyOf(content().connect), List.of(), true));
  }

  @Override
  public void raise(Fence fence) {
    by.call(
        "Database.raise",
        Trouble.NETWORK,
        () -> {
          world.guard.changes(by, environment(), "raise");
          content().connect.removeAll(fence.revoked());
        });
  }

  @Override
  public void lift(Fence fence) {
    by.call(
        "Database.lift",
        Trouble.NETWORK,
        () -> {
          world.guard.changes(by, environment(), "lift");
          content().connect.addAll(fence.revoked());
        });
  }

  @Override
  public int sessions() {
    return call(
        "sessions",
        () -> {
          Environment environment = environment();
          return environment.serving() && content().connect.contains("PUBLIC") ? 1 : 0;
        });
  }

  @Override
  public Identity create(FreshTarget target, Inventory like) {
    return call(
        "create",
        () -> {
          Environment environment = environment();
          world.guard.changes(by, environment, "create");
          Server server = server();
          Content held = server.databases.get(endpoint.name());
          target.ask(
              identified(),
              held == null || held.tables.isEmpty() ? List.of() : List.of(held(held)));
          if (held != null) {
            target.askUnwritten(marked(server, held));
          }
          Content there = server.databases.remove(endpoint.name());
          if (there != null) {
            world.guard.destroyed(environment, server, there, "making database anew");
          }
          by.halfWay();
          server.databases.put(endpoint.name(), new Content(server.nextNumber()));
          return identified();
        });
  }

  @Override
  public Command loading(FreshTarget target, DumpFolder dump, Inventory like) {
    return call(
        "loading",
        () ->
            Command.of(
                "world",
                "load",
                environment().name,
                "" + content().number,
                dump.path().toString()));
  }

  @Override
  public List<String> unlogged() {
    return List.of();
  }

  @Override
  public List<String> emptied(Inventory like) {
    return List.of();
  }

  @Override
  public Command refilling(FreshTarget target, DumpFolder dump, List<String> tables) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle(Inventory like) {
    by.call(
        "Database.settle",
        Trouble.NETWORK,
        () -> {
          world.guard.changes(by, environment(), "settle");
          content().connect.clear();
          content().connect.addAll(new TreeSet<>(Inventories.connect(like)));
        });
  }

  @Override
  public void analyze() {
    by.call("Database.analyze", Trouble.NETWORK, () -> {});
  }

  @Override
  public List<String> obstacles() {
    return List.of();
  }
}
