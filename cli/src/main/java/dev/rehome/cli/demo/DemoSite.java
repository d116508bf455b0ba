package dev.rehome.cli.demo;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The folder of one demo, and in it everything of the sample stack.
 *
 * @param folder reachable for PostgreSQL's user
 */
record DemoSite(Path folder) {
  static final Duration LIMIT = Duration.ofMinutes(10);

  Path repository() {
    return folder.resolve("shop");
  }

  /** The checkout that an operator deployed from by hand. */
  Path live() {
    return folder.resolve("live");
  }

  Path home() {
    return folder.resolve("stack");
  }

  /** What the cloud on this machine keeps. */
  Path cloud() {
    return folder.resolve("cloud");
  }

  Path stackFile() {
    return folder.resolve("rehome.yaml");
  }

  Path backups() {
    return folder.resolve("backups");
  }

  Path password() {
    return folder.resolve("password");
  }

  Finished must(String doing, Command command) {
    Finished finished = command.run(LIMIT);
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "the demo could not go on, " + doing + ": " + finished.errors().strip(),
          new Safety.Untouched("nothing outside of " + folder + " was changed"),
          "rehome demo --remove " + folder + "    ends what it started");
    }
    return finished;
  }

  static void write(Path file, String text, String rights) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
  }

  /** Copies a folder over another one. */
  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              each,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not copy " + from, e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    }
  }
}
