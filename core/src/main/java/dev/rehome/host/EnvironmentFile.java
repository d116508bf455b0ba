package dev.rehome.host;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Variables as the command {@code env} prints them: lines of {@code KEY=VALUE}, nothing quoted,
 * nothing expanded. Shells misread such files; this takes every value as it stands.
 */
public final class EnvironmentFile {
  private EnvironmentFile() {}

  /** Of this machine. */
  public static Map<String, Secret> read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  /** The same, of a file on a host. */
  public static Map<String, Secret> read(Path file, Host host) {
    Finished finished = host.run(Command.of("cat", "--", file.toString()), Optional.empty());
    if (!finished.succeeded()) {
      throw unreadable(file + " on host " + host.name(), finished.errors().strip());
    }
    return parse(finished.output());
  }

  private static FailureException unreadable(String file, String why) {
    return new FailureException(
        Failure.Kind.FAILED,
        "the environment file " + file + " cannot be read: " + why,
        Safety.NOTHING_CHANGED,
        "check env-file in the stack file, and the file's rights");
  }

  /** A line that begins with no {@code KEY=} goes on with the value before it, as env prints it. */
  static Map<String, Secret> parse(String text) {
    var variables = new LinkedHashMap<String, Secret>();
    String key = "";
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
        key = line.substring(0, equals);
        variables.put(key, new Secret(line.substring(equals + 1)));
      } else if (!key.isEmpty() && !line.isBlank() && !line.startsWith("#")) {
        variables.merge(
            key, new Secret(line), (one, more) -> new Secret(one.reveal() + "\n" + more.reveal()));
      }
    }
    return variables;
  }
}
