package dev.rehome.world;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Endpoint.Login;
import dev.rehome.database.Inventory;
import dev.rehome.database.Rehearsal;
import dev.rehome.database.Scratch;
import java.nio.file.Path;
import java.util.Optional;

/** Scratch servers of a machine. */
public final class SimulatedScratch implements Scratch {
  private final Invocation by;

  public SimulatedScratch(Invocation by) {
    this.by = by;
  }

  @Override
  public Database database(Path folder, String key, String name, String owner, Inventory like) {
    return by.call(
        "Scratch.database",
        Trouble.PROCESS,
        () -> {
          Login login = new Login(owner, Optional.empty());
          var endpoint = new Endpoint(key, "scratch", 1, name, login, Optional.empty());
          return new SimulatedDatabase(by, endpoint, Optional.of(server(by, folder)));
        });
  }

  private static Server server(Invocation by, Path folder) {
    return by.machine.scratch.computeIfAbsent(
        folder.toString(), each -> new Server(by.world.nextId(), "scratch"));
  }

  /** Fills one of them, as a proof does. */
  public static void fill(Invocation by, Path folder, String name, Content content) {
    Server server = server(by, folder);
    server.databases.put(name, content.copy(server.nextNumber()));
  }

  @Override
  public Rehearsal rehearse(Database loaded, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Database load(Path folder, String key, String owner, Path sql) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void possible(int major) {}

  @Override
  public void discard(Path folder) {
    by.call(
        "Scratch.discard",
        Trouble.PROCESS,
        () -> {
          by.machine.scratch.remove(folder.toString());
        });
  }
}
