package dev.rehome.world;

import java.util.function.Consumer;

/** What other people and machines do in between. */
@SuppressWarnings("ImmutableEnumChecker") // the acts close over nothing
public enum Mischief {
  OPENS_BY_HAND(
      world -> {
        Environment production = world.environment("production");
        if (production.service != null) {
          production.service.up = true;
          production.service.startedIn = "";
          production.database().ifPresent(content -> content.connect.add("PUBLIC"));
          if (production.reachable()) {
            world.users.write(production);
          }
        }
      }),
  STARTS_THE_SERVICE(
      world -> {
        Environment production = world.environment("production");
        if (production.service != null) {
          production.service.up = true;
          production.service.startedIn = "";
        }
      }),
  WRITES_AS_SUPERUSER(
      world -> {
        Environment production = world.environment("production");
        boolean orders =
            production
                .database()
                .filter(content -> content.tables.containsKey(Content.ORDERS))
                .isPresent();
        if (orders) {
          world.users.insert(production);
        }
      }),
  PUTS_A_FILE(
      world -> {
        Environment production = world.environment("production");
        if (world.isNoticedInFiles(production)) {
          world.users.upload(production);
        }
      }),
  EDITS_A_FILE(
      world -> {
        Environment production = world.environment("production");
        if (world.isNoticedInStoredFiles(production)) {
          world.users.edit(production);
        }
      }),
  MAKES_A_DATABASE(world -> world.environment("production").ledger()),
  SWAPS_VARIABLES(world -> world.machines.values().forEach(each -> each.variables = "staging's")),
  FILLS_THE_DISK(world -> world.machine("A").full = true),
  CUTS_THE_REPOSITORY(world -> world.repository.down = true),
  LOCKS_THE_STATE(
      world -> {
        Environment production = world.environment("production");
        if (production.stateLock == null) {
          production.stateLock = world;
        }
      }),
  CLEANS_EMPTY_STATE(
      world -> {
        Environment production = world.environment("production");
        world.machines.values().stream()
            .filter(each -> production.stateLock == null && production.state(each).empty())
            .forEach(production::forgetState);
      }),
  REMOVES_STATE_FOLDER(world -> world.machine("A").wipe()),
  LOSES_SCRATCH_ROWS(
      world ->
          world
              .machines
              .values()
              .forEach(
                  machine ->
                      machine.scratch.values().stream()
                          .flatMap(server -> server.databases.values().stream())
                          .forEach(
                              content -> content.tables.values().forEach(t -> t.rows.clear())))),
  WAITS_A_DAY(world -> world.pass(26L * 3_600_000)),
  SLEEPS_WHILE_IT_IS_OPENED(
      world -> {
        world.pass(120_000);
        valueOf("OPENS_BY_HAND").to(world);
      }),
  ADDS_A_RESOURCE(world -> world.environment("production").add(false)),
  MANAGES_THE_REPOSITORY(world -> world.environment("production").add(true)),
  PUSHES_ANOTHER_STATE(
      world -> {
        if (world.isPlanned()) { // whose state the run began with is known
          world.environment("production").push(world.environment("staging"));
        }
      });

  private final Consumer<World> act;

  Mischief(Consumer<World> act) {
    this.act = act;
  }

  /** Does it. */
  public void to(World world) {
    boolean writes =
        this == OPENS_BY_HAND
            || this == WRITES_AS_SUPERUSER
            || this == STARTS_THE_SERVICE
            || this == MAKES_A_DATABASE;
    if (!writes || world.isNoticed(world.environment("production"))) {
      world.note("who?", toString());
      act.accept(world);
    }
  }

  /** Somebody puts a file there, whether that can be noticed now or not. */
  public static void uploads(World world) {
    world.users.upload(world.environment("production"));
  }
}
