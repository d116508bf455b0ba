package dev.rehome.world;

import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The few real files that simulated runs need: stack files, and checkouts with a migration. */
public final class Places {
  /** The stack's name. */
  public static final String STACK = "shop";

  private static final Path BASE = base();
  private static final Map<String, Stack> STACKS = new HashMap<>();

  private Places() {}

  private static Path base() {
    try {
      Path base = Files.createTempDirectory("rehome-world");
      base.toFile().deleteOnExit();
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stack as an environment's stack file describes it. */
  public static synchronized Stack stack(String environment) {
    return STACKS.computeIfAbsent(environment, Places::read);
  }

  private static Stack read(String environment) {
    String yaml =
        """
        stack: shop
        repository: {location: memory, password: "${env:PASSWORD}"}
        revisions: {git: .}
        infrastructure:
          terraform:
            directory: infra
            workspace: ENVIRONMENT
            resources: {"world_db.main": saved, "world_files.main": saved}
        databases:
          shop:
            host: ${output.db}
            user: app
            admin-user: admin
            admin-password: ${env:PASSWORD}
        files:
          - root: ${output.files}
            include: [data]
            owner: root
        quiesce:
          - run: [world, stop, "${output.app}"]
        open:
          - run: [world, start, "${output.app}"]
        migrate:
          - run: [world, migrate, "${output.app}"]
        health:
          - run: [world, health, "${output.app}"]
            within: 3s
        """;
    return StackFile.read(
        write(BASE.resolve(environment + ".yaml"), yaml.replace("ENVIRONMENT", environment)));
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run's folder on a machine, in the world of this thread. */
  public static synchronized Path run(String machine, String run) {
    Path folder = BASE.resolve(Thread.currentThread().getName()).resolve(machine).resolve(run);
    if (!Files.exists(folder)) {
      write(folder.resolve("old/sql/V1__shop.sql"), "CREATE TABLE orders (item text);\n");
      write(folder.resolve("new/sql/V1__shop.sql"), "CREATE TABLE orders (item text);\n");
      write(folder.resolve("new/sql/V2__note.sql"), "ALTER TABLE orders ADD note text;\n");
    }
    return folder;
  }
}
