package dev.rehome.database.postgres;

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
import dev.rehome.failure.FailureException;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** A PostgreSQL database of version 12 or newer. */
public final class PostgresDatabase implements Database {
  private static final int JOBS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Endpoint endpoint;
  private final Connections connections;
  private final IntFunction<Optional<Installation>> programs;

  public PostgresDatabase(Endpoint endpoint) {
    this(endpoint, Installation::fitting);
  }

  /**
   * @param programs where pg_dump, pg_restore and psql for a major version are
   */
  public PostgresDatabase(Endpoint endpoint, IntFunction<Optional<Installation>> programs) {
    this.endpoint = endpoint;
    this.programs = programs;
    this.connections = new Connections(endpoint, endpoint.strongest());
  }

  /** Something to do on a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T connected(String doing, Work<T> work) {
    try (Connection connection = connections.open()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw connections.failed(doing, e);
    }
  }

  /** On the server, but not in the database itself, which may be missing. */
  private <T> T beside(String doing, Work<T> work) {
    try (Connection connection =
        connections.open(endpoint.name().equals("postgres") ? "template1" : "postgres")) {
      return work.on(connection);
    } catch (SQLException e) {
      throw connections.failed(doing, e);
    }
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Identity identity() {
    return beside(
        "asking which server this is",
        connection -> Creation.identity(connection, endpoint.name()));
  }

  @Override
  public Presence presence() {
    return new PresenceLook(connections).look();
  }

  @Override
  public Set<Long> onServer() {
    return new HashSet<>(
        beside(
            "listing databases",
            connection ->
                Sql.all(connection, "SELECT oid FROM pg_database", row -> row.getLong(1))));
  }

  @Override
  public Bystanders bystanders(Set<String> named) {
    return beside(
        "looking for what else is on the server",
        connection -> new BystanderLook(connections, named).look(connection));
  }

  @Override
  public Size size() {
    return connected("measuring", Sizes::of);
  }

  @Override
  public int serverVersion() {
    return beside(
        "asking for the version",
        connection ->
            (int) Sql.number(connection, "SELECT current_setting('server_version_num')::int"));
  }

  @Override
  public Moment freeze() {
    Connection connection = connections.open();
    try {
      return ExportedSnapshot.take(connection);
    } catch (SQLException e) {
      throw connections.failed("keeping one moment readable", e);
    }
  }

  @Override
  public Inventory inventory(Moment moment) {
    return new InventoryTaking(connections, tools(), JOBS).take(moment, identity());
  }

  @Override
  public List<Inventory.Table> tables() {
    return connected(
        "listing tables",
        connection -> {
          Sql.run(connection, "SET search_path = pg_catalog"); // types are named as in inventories
          return InventoryQueries.tables(connection).stream()
              .map(
                  found ->
                      new Inventory.Table(
                          found.number(),
                          found.name(),
                          found.kind(),
                          0,
                          "",
                          found.columns(),
                          found.key()))
              .toList();
        });
  }

  @Override
  public String digest(Inventory.Table table, List<String> columns) {
    try (Moment moment = freeze()) {
      return connected(
          "reading table " + table.name(),
          connection -> {
            InventoryQueries.enter(connection, moment.snapshot());
            return InventoryQueries.digest(connection, table, columns);
          });
    }
  }

  @Override
  public List<String> texts(Inventory.Table table, String expression) {
    return connected(
        "reading table " + table.name(),
        connection -> InventoryQueries.texts(connection, table, expression));
  }

  @Override
  public Map<Integer, String> buckets(Moment moment, RowQuery query) {
    return connected("comparing rows", connection -> RowQueries.buckets(connection, moment, query));
  }

  @Override
  public RowStream rows(Moment moment, RowQuery query, Set<Integer> buckets) {
    Connection connection = connections.open();
    try {
      return RowQueries.rows(connection, moment, query, buckets);
    } catch (SQLException e) {
      throw connections.failed("comparing rows", e);
    }
  }

  @Override
  public Map<String, Long> sequences() {
    return connected("reading sequences", InventoryQueries::sequences);
  }

  /** Those of this machine. */
  private Tools tools() {
    ProgramSearch search = search();
    return tools(search, Site.here(endpoint, search));
  }

  /** Those of the machine that a dump is on. */
  private Tools tools(DumpFolder folder) {
    ProgramSearch search = search();
    return tools(search, Site.of(folder, endpoint, search));
  }

  private Tools tools(ProgramSearch search, Site site) {
    return new Tools(endpoint, endpoint.strongest(), search.serverVersion(), site);
  }

  private ProgramSearch search() {
    return new ProgramSearch(endpoint, serverVersion(), programs);
  }

  @Override
  public Nearness near(long bytes) {
    return endpoint.near().map(near -> search().near(near.host(), bytes)).orElse(Nearness.HERE);
  }

  @Override
  public void dump(Moment moment, DumpFolder folder) {
    Tools tools = tools(folder);
    tools.run(
        tools
            .program("pg_dump")
            .and("--format=directory", "--compress=0", "--jobs=" + JOBS, "--no-sync")
            .and("--snapshot=" + moment.snapshot(), "--file=" + folder.path()));
  }

  @Override
  public void dumpSchema(Moment moment, DumpFolder folder) {
    try {
      Files.createDirectories(folder.path());
    } catch (IOException e) {
      throw new UncheckedIOException("could not make " + folder.path(), e);
    }
    Tools tools = tools();
    tools.run(
        tools
            .program("pg_dump")
            .and("--format=directory", "--compress=0", "--schema-only", "--no-sync")
            .and(
                "--snapshot=" + moment.snapshot(),
                "--file=" + folder.path().resolve(Loading.SCHEMA)));
  }

  @Override
  public WriteMark mark() {
    return connected("looking for writes", WriteMarks::of);
  }

  @Override
  public WriteMark serverMark() {
    return beside("looking for what was made on the server", ServerMark::of);
  }

  @Override
  public Fence fence() {
    return beside("looking at who may connect", connection -> Fencing.plan(connection, endpoint));
  }

  @Override
  public void raise(Fence fence) {
    beside(
        "keeping others out",
        connection -> {
          Fencing.raise(connection, endpoint, fence);
          return fence;
        });
  }

  @Override
  public void lift(Fence fence) {
    beside(
        "letting others in",
        connection -> {
          Fencing.lift(connection, endpoint, fence);
          return fence;
        });
  }

  @Override
  public int sessions() {
    return beside(
        "counting sessions",
        connection -> (int) Sql.number(connection, Fencing.countSessions(endpoint)));
  }

  @Override
  public Identity create(FreshTarget target, Inventory like) {
    return beside(
        "creating the database",
        connection -> Creation.create(connections, connection, target, like));
  }

  @Override
  public Command loading(FreshTarget target, DumpFolder dump, Inventory like) {
    Tools tools = tools(dump);
    return beside(
        "asking for rights", connection -> new Loading(tools, dump, like).command(connection));
  }

  @Override
  public List<String> unlogged() {
    return connected("looking at unlogged tables", Unlogged::tables);
  }

  @Override
  public List<String> emptied(Inventory like) {
    return connected("looking at unlogged tables", connection -> Unlogged.empty(connection, like));
  }

  @Override
  public Command refilling(FreshTarget target, DumpFolder dump, List<String> tables) {
    Tools tools = tools(dump);
    return connected(
        "asking for rights",
        connection -> {
          target.ask(Creation.identity(connection, endpoint.name()), List.of());
          return new Unlogged(tools, dump).filling(connection, tables);
        });
  }

  @Override
  public void settle(Inventory like) {
    connected(
        "bringing rights",
        connection -> {
          Globals.bringSchemaPublic(connection, like.globals());
          return like;
        });
    beside(
        "bringing settings and rights",
        connection -> {
          Globals.bring(connection, endpoint.name(), like.globals());
          return like;
        });
  }

  @Override
  public void analyze() {
    connected(
        "gathering statistics",
        connection -> {
          Sql.run(connection, "ANALYZE");
          return connection;
        });
  }

  @Override
  public List<String> obstacles() {
    var obstacles =
        new ArrayList<>(
            connected("looking at rights", connection -> Rights.obstacles(connection, endpoint)));
    try {
      search().here();
    } catch (FailureException e) {
      obstacles.add(e.failure().whatHappened());
    }
    return obstacles;
  }
}
