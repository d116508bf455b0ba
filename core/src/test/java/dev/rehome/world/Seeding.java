package dev.rehome.world;

import java.util.List;
import java.util.Map;

/** The stack as it stands before anybody redeploys it. */
final class Seeding {
  private static final int ORDERS = 5;

  private Seeding() {}

  static void fill(Environment environment, Machine machine) {
    for (String address : Environment.ADDRESSES) {
      environment.appear(address, World.OLD);
      environment.provision(address);
      environment.state(
          machine, environment.with(environment.state(machine), environment.resource(address)));
    }
    var state = environment.state(machine);
    environment.state(
        machine,
        new dev.rehome.infrastructure.State(
            state.lineage(), state.serial(), environment.outputs(), state.resources()));
    Content content = environment.database().orElseThrow();
    content.tables.put(
        Content.ORDERS, new Table(16_400, Content.ORDERS, List.of("item"), Map.of()));
    content.tables.put(
        Content.MIGRATIONS,
        new Table(
            16_410, Content.MIGRATIONS, List.of("script"), Map.of("1", List.of("V1__shop.sql"))));
    environment.begins();
    for (int i = 1; i <= ORDERS; i++) {
      environment.world.wrote(environment, environment.name + "-" + i, "item " + i);
    }
    environment.world.wroteFile(environment, "data/" + environment.name, "file");
  }
}
