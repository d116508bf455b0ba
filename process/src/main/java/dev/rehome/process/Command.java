package dev.rehome.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run: its arguments as a list, never as a shell line. Secrets go into the
 * environment, since everyone on the machine can see arguments.
 */
public record Command(
    List<String> arguments,
    Map<String, String> environment,
    Map<String, Secret> secrets,
    Optional<Path> folder) {
  private static final int SHOWN = 100;

  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
  }

  public static Command of(String... arguments) {
    return new Command(List.of(arguments), Map.of(), Map.of(), Optional.empty());
  }

  public Command and(String... more) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new Command(all, environment, secrets, folder);
  }

  public Command with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(arguments, more, secrets, folder);
  }

  public Command with(String variable, Secret value) {
    var more = new HashMap<>(secrets);
    more.put(variable, value);
    return new Command(arguments, environment, more, folder);
  }

  public Command in(Path otherFolder) {
    return new Command(arguments, environment, secrets, Optional.of(otherFolder));
  }

  /** The same command with other arguments before its own, as {@code sudo} takes it. */
  public Command after(List<String> before) {
    var all = new ArrayList<>(before);
    all.addAll(arguments);
    return new Command(all, environment, secrets, folder);
  }

  /** As an operator may see it, in one line; it may be cut. */
  String shown() {
    String line = String.join(" ", arguments).replaceAll("\\s+", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  /** These arguments, in a session of their own, with this command's environment and folder. */
  ProcessBuilder builder(List<String> run) {
    var all = new ArrayList<String>();
    all.add("setsid");
    all.addAll(run);
    var builder = new ProcessBuilder(all);
    folder.map(Path::toFile).ifPresent(builder::directory);
    builder.environment().putAll(environment);
    secrets.forEach((variable, value) -> builder.environment().put(variable, value.reveal()));
    return builder;
  }

  /** Starts it as the leader of a process group of its own. */
  public Running start() {
    try {
      return Running.of(this, builder(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + arguments.getFirst(), e);
    }
  }

  /** Starts it to be spoken with. */
  public Conversation converse() {
    try {
      return Running.conversation(this, builder(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + arguments.getFirst(), e);
    }
  }

  /** Runs it to its end with a file as its input. */
  public Finished run(Path input, Duration limit) {
    try (Running running = Running.of(this, builder(arguments).redirectInput(input.toFile()))) {
      return running.finish(new byte[0], limit);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + arguments.getFirst(), e);
    }
  }

  /**
   * Runs it to its end without input.
   *
   * @throws ProcessFailure if that takes longer than the limit, or the operator wishes to stop; its
   *     whole group is then ended
   */
  public Finished run(Duration limit) {
    return run(new byte[0], limit);
  }

  /** Runs it to its end with these bytes as its input. */
  public Finished run(byte[] input, Duration limit) {
    try (Running running = start()) {
      return running.finish(input, limit);
    }
  }
}
