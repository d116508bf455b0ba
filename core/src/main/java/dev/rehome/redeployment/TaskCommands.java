package dev.rehome.redeployment;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes commands of what the stack file lets the operator run. Outputs of the infrastructure are in
 * their environment as {@code REHOME_OUTPUT_NAME}, since a shell line takes no references.
 */
record TaskCommands(Stack stack, Sources sources, State state, Path checkout, String revision) {
  private static final int TIMED_OUT = 124; // as timeout says it

  /** One that looks at something; on a host, or in the checkout. */
  Command command(CommandText text, Optional<String> host) {
    return host.map(name -> sources.hosts().at(name).command(bare(text), Optional.empty()))
        .orElseGet(() -> bare(text).in(checkout));
  }

  private References references() {
    return sources.references();
  }

  private Command bare(CommandText text) {
    Command command =
        Command.of(text.resolve(references()).toArray(String[]::new))
            .with("REHOME_STACK", stack.name())
            .with("REHOME_REVISION", revision);
    for (Map.Entry<String, String> output : state.outputs().entrySet()) {
      String variable =
          "REHOME_OUTPUT_" + output.getKey().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      command = command.with(variable, new Secret(output.getValue()));
    }
    return command;
  }

  Command command(Stack.Task task) {
    return command(task, Map.of());
  }

  /**
   * The same.
   *
   * @param more variables, which count more than those of the task's file
   */
  Command command(Stack.Task task, Map<String, Secret> more) {
    Optional<Host> host = task.host().map(name -> sources.hosts().at(name));
    Command command = bare(task.run()).after(limit(task));
    if (task.in().isPresent()) {
      command = command.in(sources.path(task.in().get(), host));
    } else if (host.isEmpty()) {
      command = command.in(checkout);
    }
    for (Map.Entry<String, Secret> variable : sources.variables(task).entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    for (Map.Entry<String, Secret> variable : more.entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    if (host.isPresent()) {
      return host.get().command(command, task.user());
    }
    return task.user().isPresent() ? as(task.user().get(), command) : command;
  }

  /** Ends it, and what it started, when its time is up, whether this program still runs or not. */
  private static List<String> limit(Stack.Task task) {
    return List.of("timeout", "--kill-after=30", "" + task.within().toSeconds());
  }

  /** How a task ended that did not succeed. */
  static String ended(Stack.Task task, Finished finished) {
    return finished.exitCode() == TIMED_OUT
        ? "was ended, since it ran longer than " + task.limit() + " (its limit, \"within\")"
        : "ended with exit code " + finished.exitCode();
  }

  private static Command as(String user, Command command) {
    return Account.find(user)
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "there is no user " + user + " on this machine",
                    Safety.NOTHING_CHANGED,
                    "check the users named in the stack file"))
        .run(command);
  }
}
