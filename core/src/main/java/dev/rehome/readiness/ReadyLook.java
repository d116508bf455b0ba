package dev.rehome.readiness;

import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Stack.Ready;
import dev.rehome.stack.Template;
import dev.rehome.task.TaskCommands;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what tells that a new host is ready can tell so on hosts of this kind.
 *
 * @param hosts that can be asked
 */
public record ReadyLook(TaskCommands tasks, Set<String> hosts) {
  private static final Set<Integer> NOT_RUN = Set.of(126, 127); // as shells say it

  public Findings look() {
    return Findings.all(
        tasks.stack().hosts().stream()
            .filter(host -> hosts.contains(host.name()))
            .flatMap(host -> host.ready().stream().map(ready -> look(host, ready))));
  }

  private Findings look(HostSettings settings, Ready ready) {
    References values = tasks.references();
    boolean known =
        new StackTexts.Written("", ready.run(), StackTexts.Use.NEW)
            .texts()
            .allMatch(text -> ReferenceLook.resolves(text.template(), values));
    return known
        ? Findings.attempt(
            () -> look("hosts." + settings.name() + ".ready", ready, settings.name()))
        : Findings.NONE;
  }

  private Findings look(String where, Ready ready, String name) {
    Host host = tasks.sources().hosts().at(name);
    Findings unit = ready.unit().map(it -> unit(where, it, host)).orElse(Findings.NONE);
    if (!unit.equals(Findings.NONE)) {
      return unit;
    }
    List<String> arguments = ready.run().resolve(tasks.references());
    Finished finished = host.run(Command.of(arguments.toArray(String[]::new)), Optional.empty());
    if (NOT_RUN.contains(finished.exitCode())) {
      return Findings.problem(
          where
              + ": \""
              + ready.run().text()
              + "\" cannot be run on host "
              + name
              + ": "
              + finished.errors().strip());
    }
    return Findings.later(
        "whether its host "
            + name
            + " comes to be ready ("
            + where
            + (finished.succeeded() ? "" : "; the one that runs is not, by that")
            + ")");
  }

  private Findings unit(String where, Template unit, Host host) {
    String name = unit.resolve(tasks.references());
    Finished finished =
        host.run(
            Command.of("systemctl", "show", "--value", "--property=LoadState", "--", name),
            Optional.empty());
    if (!finished.succeeded()) {
      return Findings.problem(
          where
              + ": host "
              + host.name()
              + " has no systemd that could tell of unit "
              + name
              + ": "
              + finished.errors().strip()
              + " (take \"file\" or \"run\" in its place)");
    }
    return finished.output().strip().equals("loaded")
        ? Findings.NONE
        : Findings.later(
            "whether its host "
                + host.name()
                + " has unit "
                + name
                + " ("
                + where
                + "; the one that runs has not)");
  }
}
