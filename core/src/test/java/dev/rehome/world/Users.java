package dev.rehome.world;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Users, who write whenever the service is up and reachable. */
public final class Users {
  private final World world;

  /** The newest of each row and file. */
  private final Map<String, Write> writes = new LinkedHashMap<>();

  private long next = 2_000;
  private int count;

  Users(World world) {
    this.world = world;
  }

  void remember(Write write) {
    writes.put(place(write), write);
    world.guard.wrote(write);
  }

  void forget(Write write) {
    writes.remove(place(write));
  }

  private static String place(Write write) {
    return write.environment() + (write.file() ? "/" : " ") + write.key();
  }

  Collection<Write> writes() {
    return writes.values();
  }

  /** Those who find the service open write. */
  void act() {
    if (world.now() < next) {
      return;
    }
    next = world.now() + 2_000 + world.random.nextInt(6_000);
    for (Environment environment : world.environments.values()) {
      if (environment.reachable()) {
        write(environment);
      } else if (environment.takesUploads()) {
        upload(environment);
      }
    }
  }

  void upload(Environment environment) {
    int number = ++count;
    world.wroteFile(environment, "data/" + environment + number, "new " + number);
    world.note("user", "uploads to " + environment + ", number " + number);
  }

  /** Somebody edits the first file that there is. */
  void edit(Environment environment) {
    FileTree files = Objects.requireNonNull(environment.files);
    if (!files.files.isEmpty()) {
      int number = ++count;
      world.wroteFile(environment, files.files.firstKey(), "edited " + number);
      world.note("user", "edits a file of " + environment + ", number " + number);
    }
  }

  /** Somebody who needs no service inserts a row. */
  void insert(Environment environment) {
    int number = ++count;
    world.wrote(environment, environment + "-" + (10 + number), "item " + number);
    world.note("super", "writes to " + environment + ", number " + number);
  }

  /** One user does, who gets through. */
  void write(Environment environment) {
    int number = ++count;
    switch (number % 4) {
      case 0 -> world.wroteFile(environment, "data/" + environment + number, "new " + number);
      case 1 -> world.wrote(environment, environment + "-" + (number % 5 + 1), "item " + number);
      default -> world.wrote(environment, environment + "-" + (10 + number), "item " + number);
    }
    world.note("user", "writes to " + environment + ", number " + number);
  }
}
