package dev.rehome.world;

import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.world.JobRecord.Act;
import dev.rehome.world.JobRecord.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Interprets commands: what the real ones would do, as effects one after another. */
final class Scripts {
  /** Without it nothing of the infrastructure is changed. */
  static final String LOCKS = "takes the state's lock";

  private static final int LOADS = 3;

  private final World world;
  private final Machine machine;
  private final Map<String, Planned> plans;

  /** What terraform would have saved as a plan. */
  record Planned(long serial, String lineage, List<State.Resource> resources, String variables) {}

  Scripts(World world, Machine machine, Map<String, Planned> plans) {
    this.world = world;
    this.machine = machine;
    this.plans = plans;
  }

  Script of(Command command) {
    List<String> words = new ArrayList<>(command.arguments());
    while (!words.getFirst().equals("world")) {
      words.removeFirst(); // a time limit
    }
    String what = words.get(1);
    Environment environment =
        world.environment(words.get(2).replaceFirst("^app\\.", "").replaceFirst("\\..*$", ""));
    return switch (what) {
      case "stop" -> stop(environment);
      case "start" -> start(environment, command.folder().map(Object::toString).orElse(""));
      case "health" -> health(environment);
      case "migrate" -> migrate(environment);
      case "destroy" -> destroy(environment, words.get(3));
      case "create" -> create(environment, words.get(3), words.get(4));
      case "load" -> load(environment, words.get(3), words.get(4));
      default -> throw new IllegalArgumentException("no command " + words);
    };
  }

  private Script stop(Environment environment) {
    return new Script(
        "stop",
        environment,
        true,
        List.of(
            Effect.of(
                "stops the service",
                world.length(1_000),
                () -> {
                  if (environment.service == null) {
                    return 4;
                  }
                  environment.service.up = false;
                  return Act.GOES_ON;
                })));
  }

  private static Script start(Environment environment, String folder) {
    return new Script(
        "start",
        environment,
        true,
        List.of(
            Effect.of(
                "starts the service",
                1_000,
                () -> {
                  Service service = environment.service;
                  if (service == null) {
                    return 4;
                  }
                  service.up = true;
                  service.startedIn = folder;
                  return Act.GOES_ON;
                })));
  }

  private static Script health(Environment environment) {
    return new Script(
        "health",
        environment,
        false,
        List.of(Effect.of("looks", 10, () -> environment.reachable() ? Act.GOES_ON : 1)));
  }

  private Script migrate(Environment environment) {
    environment.migrating = true;
    var effects = new ArrayList<Effect>();
    effects.add(
        migrating(
            environment,
            "begins to migrate",
            content -> {
              world.guard.migrates(content);
              content.half = true;
              Table orders = Objects.requireNonNull(content.tables.get(Content.ORDERS));
              orders.columns.add("note");
              orders.rows.replaceAll((key, values) -> List.of(values.getFirst(), ""));
            }));
    effects.add(
        migrating(
            environment,
            "fills notes",
            content -> {
              Table orders = Objects.requireNonNull(content.tables.get(Content.ORDERS));
              orders.rows.replaceAll(
                  (key, values) -> List.of(values.getFirst(), Content.note(values.getFirst())));
            }));
    effects.add(
        migrating(
            environment,
            "ends to migrate",
            content -> {
              Objects.requireNonNull(content.tables.get(Content.MIGRATIONS))
                  .rows
                  .put("2", List.of("V2__note.sql"));
              content.half = false;
            }));
    return new Script("migrate", environment, true, effects);
  }

  private Effect migrating(Environment environment, String what, Consumer<Content> act) {
    return Effect.of(
        what,
        world.length(5_000),
        () -> {
          Content content = environment.database().orElse(null);
          if (content == null || !content.tables.containsKey(Content.ORDERS)) {
            return 1;
          }
          act.accept(content);
          content.counter++;
          return Act.GOES_ON;
        });
  }

  private Script destroy(Environment environment, String plan) {
    @Nullable Planned planned = plans.get(plan);
    var effects = new ArrayList<Effect>();
    effects.add(lock(environment, planned));
    if (planned != null) {
      effects.add(
          Effect.of(
              "forgets the outputs",
              100,
              () -> {
                State now = environment.state(machine);
                environment.state(
                    machine, new State(now.lineage(), now.serial() + 1, Map.of(), now.resources()));
                return Act.GOES_ON;
              }));
      for (State.Resource resource : planned.resources().reversed()) {
        String address = resource.address();
        effects.add(
            new Effect(
                "destroys " + address,
                15_000,
                () -> {
                  world.owner(resource).ifPresent(owner -> vanish(owner, environment, address));
                  return Act.GOES_ON;
                },
                () ->
                    environment.state(
                        machine, Environment.without(environment.state(machine), address))));
      }
      effects.add(
          Effect.of(
              "refreshes the state",
              100,
              () -> {
                environment.state(machine).resources().stream()
                    .filter(each -> world.owner(each).isEmpty())
                    .forEach(
                        each ->
                            environment.state(
                                machine,
                                Environment.without(environment.state(machine), each.address())));
                return Act.GOES_ON;
              }));
    }
    return new Script("destroy " + environment, environment, true, effects);
  }

  private void vanish(Environment owner, Environment of, String address) {
    if (owner != of) {
      throw world.guard.violated("by " + of + "'s run " + address + " of " + owner + " goes");
    }
    owner.vanish(address);
  }

  /** As terraform does before it applies a saved plan. */
  private Effect lock(Environment environment, @Nullable Planned planned) {
    return Effect.of(
        LOCKS,
        500,
        () -> {
          var state = environment.state(machine);
          boolean stale =
              planned == null
                  || state.serial() != planned.serial()
                  || !state.lineage().equals(planned.lineage());
          if (environment.stateLock != null || stale) {
            return 1;
          }
          environment.stateLock =
              world.running.stream()
                  .filter(job -> job.environment == environment && job.isRunning())
                  .findFirst()
                  .orElse(null);
          return Act.GOES_ON;
        });
  }

  private Script create(Environment environment, String plan, String revision) {
    @Nullable Planned planned = plans.get(plan);
    var effects = new ArrayList<Effect>();
    effects.add(lock(environment, planned));
    if (planned != null) {
      environment.ruins |= environment.replacesFiles(planned.resources());
      for (State.Resource resource : planned.resources()) {
        String address = resource.address();
        effects.add(
            new Effect(
                "builds " + address,
                20_000,
                () -> {
                  if (!environment.approvedVariables.contains(planned.variables())) {
                    throw world.guard.violated(
                        "built with variable files that nobody approved: " + planned.variables());
                  }
                  environment.appear(address, revision);
                  return Act.GOES_ON;
                },
                () -> {
                  State with =
                      environment.with(environment.state(machine), environment.resource(address));
                  environment.state(
                      machine, world.nature.eager() ? environment.withOutputs(with) : with);
                }));
        effects.add(
            new Effect(
                "provisions " + address,
                5_000,
                () -> {
                  environment.provision(address);
                  return Act.GOES_ON;
                },
                () -> {},
                () -> environment.taint(machine, address)));
      }
      effects.add(
          Effect.of(
              "writes outputs",
              100,
              () -> {
                var state = environment.state(machine);
                var next =
                    new State(
                        state.lineage(),
                        state.serial() + 1,
                        environment.outputs(),
                        state.resources());
                environment.state(
                    machine, world.nature.eager() ? environment.withOutputs(next) : next);
                environment.ruins &= next.outputs().isEmpty(); // else it can be seen now
                return Act.GOES_ON;
              }));
    }
    return new Script("create " + environment, environment, true, effects);
  }

  /** Loads a dump, each table as a whole. */
  private Script load(Environment environment, String number, String folder) {
    Content dump = machine.dumps.get(folder);
    var effects = new ArrayList<Effect>();
    for (int i = 1; i <= LOADS; i++) {
      int part = i;
      effects.add(
          Effect.of(
              "loads part " + part,
              4_000,
              () -> {
                Content content = environment.database().orElse(null);
                if (dump == null || content == null || content.number != Long.parseLong(number)) {
                  return 1;
                }
                content.counter++;
                if (part == 1) {
                  dump.tables
                      .values()
                      .forEach(table -> content.tables.put(table.name, empty(table)));
                }
                return dump.tables.values().stream()
                        .skip(part - 1)
                        .limit(1)
                        .allMatch(table -> load(content, table))
                    ? Act.GOES_ON
                    : 1;
              }));
    }
    return new Script("load", environment, true, effects);
  }

  private static Table empty(Table like) {
    return new Table(like.number, like.name, like.columns, Map.of());
  }

  /** Whether the table was there, and no row yet. */
  private static boolean load(Content content, Table from) {
    Table to = content.tables.get(from.name);
    if (to == null || from.rows.keySet().stream().anyMatch(to.rows::containsKey)) {
      return false;
    }
    to.rows.putAll(from.rows);
    return true;
  }
}
