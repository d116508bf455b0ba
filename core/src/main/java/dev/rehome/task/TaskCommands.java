package dev.rehome.task;

import dev.rehome.backup.Sources;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes commands of what the stack file lets the operator run. Outputs of the infrastructure are in
 * their environment as {@code REHOME_OUTPUT_NAME}, since a shell line takes no references.
 *
 * @param checkout where commands of this machine run unless they say otherwise
 */
public record TaskCommands(
    Stack stack, Sources sources, State state, Path checkout, String revision) {
  private static final int TIMED_OUT = 124; // as timeout says it
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** One that looks at something; on a host, or in the checkout. */
  public Command command(CommandText text, Optional<String> host) {
    return host.map(name -> sources.hosts().at(name).command(bare(text), Optional.empty()))
        .orElseGet(() -> bare(text).in(checkout));
  }

  public References references() {
    return sources.references();
  }

  private Command bare(CommandText text) {
    return informed(Command.of(text.resolve(references()).toArray(String[]::new)));
  }

  /** The command with what it may want to know of the stack. */
  private Command informed(Command uninformed) {
    Command command =
        uninformed.with("REHOME_STACK", stack.name()).with("REHOME_REVISION", revision);
    for (Map.Entry<String, String> output : state.outputs().entrySet()) {
      String variable =
          "REHOME_OUTPUT_" + output.getKey().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      command = command.with(variable, new Secret(output.getValue()));
    }
    return command;
  }

  public Command command(Stack.Task task) {
    return command(task, Map.of());
  }

  /**
   * The same.
   *
   * @param more variables, which count more than those of the task's file
   */
  public Command command(Stack.Task task, Map<String, Secret> more) {
    Optional<Host> host = host(task);
    Command command = placed(task, bare(task.run()).after(limit(task)));
    for (Map.Entry<String, Secret> variable : variables(task, more).entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    return host.isPresent() ? host.get().command(command, task.user()) : as(task.user(), command);
  }

  /**
   * Runs another command in a task's place, as its user, in its folder, with its environment: what
   * that finds is what the task will find.
   *
   * @param environment whether the task's environment file is there to be read
   */
  public Finished instead(Stack.Task task, Command look, boolean environment) {
    Optional<Host> host = host(task);
    Command command = placed(task, informed(look));
    if (environment) {
      for (Map.Entry<String, Secret> variable : variables(task, Map.of()).entrySet()) {
        command = command.with(variable.getKey(), variable.getValue());
      }
    }
    return host.isPresent()
        ? host.get().run(command, task.user())
        : as(task.user(), command).run(LOOK);
  }

  private Optional<Host> host(Stack.Task task) {
    return task.host().map(name -> sources.hosts().at(name));
  }

  /** Those of the task's file, and those that count more. */
  private Map<String, Secret> variables(Stack.Task task, Map<String, Secret> more) {
    var all = new TreeMap<>(sources.variables(task));
    all.putAll(more);
    return all;
  }

  /** The command in the folder that the task runs in; on a host that may be its own. */
  private Command placed(Stack.Task task, Command command) {
    return folder(task).map(command::in).orElse(command);
  }

  /** The folder that a task runs in; empty is the home folder on its host. */
  public Optional<Path> folder(Stack.Task task) {
    return task.in()
        .map(folder -> sources.path(folder, host(task)))
        .or(() -> task.host().isEmpty() ? Optional.of(checkout) : Optional.empty());
  }

  /** Ends it, and what it started, when its time is up, whether this program still runs or not. */
  private static List<String> limit(Stack.Task task) {
    return List.of("timeout", "--kill-after=30", "" + task.within().toSeconds());
  }

  /** How a task ended that did not succeed. */
  public static String ended(Stack.Task task, Finished finished) {
    return finished.exitCode() == TIMED_OUT
        ? "was ended, since it ran longer than " + task.limit() + " (its limit, \"within\")"
        : "ended with exit code " + finished.exitCode();
  }

  private static Command as(Optional<String> user, Command command) {
    return user.map(name -> account(name).run(command)).orElse(command);
  }

  private static Account account(String user) {
    return Account.find(user)
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "there is no user " + user + " on this machine",
                    Safety.NOTHING_CHANGED,
                    "check the users named in the stack file"));
  }
}
