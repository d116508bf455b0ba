package dev.rehome.redeployment;

import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Stack.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a run would trip over on the hosts of the stack that runs.
 *
 * @param attempt has what fails counted as a problem, and goes on
 */
record HostLook(Stack stack, Side side, Consumer<Runnable> attempt) {
  /**
   * Looks.
   *
   * @param warnings what may be there when it is needed, on the new stack
   */
  void look(List<String> problems, List<String> warnings) {
    for (HostSettings settings : stack.hosts()) {
      attempt.accept(() -> look(side.sources().hosts().at(settings.name()), problems, warnings));
    }
  }

  private void look(Host host, List<String> problems, List<String> warnings) {
    Finished any = host.run(Command.of("true"), Optional.empty());
    if (!any.succeeded()) {
      problems.add(
          "nothing can be run on host "
              + host.name()
              + ": "
              + (any.output() + any.errors()).strip());
      return;
    }
    for (String program : List.of("setsid", "flock", "timeout", "dd")) {
      if (!host.run(Command.of("sh", "-c", "command -v " + program), Optional.empty())
          .succeeded()) {
        problems.add("host " + host.name() + " has no " + program);
      }
    }
    if (stack.files().stream().anyMatch(each -> each.host().equals(Optional.of(host.name())))) {
      agent(host, problems);
    }
    Stream.concat(now(host), later(host))
        .flatMap(task -> task.user().stream())
        .distinct()
        .forEach(user -> attempt.accept(() -> user(host, user, problems)));
    files(host, now(host)).forEach(file -> file(host, file, "", problems));
    files(host, later(host))
        .filter(file -> files(host, now(host)).noneMatch(file::equals))
        .forEach(file -> file(host, file, "; migrate needs it on the new one", warnings));
  }

  /** What is sent there has to run there. */
  private static void agent(Host host, List<String> problems) {
    AgentBundle.unfit(host)
        .ifPresent(
            why -> problems.add("files of host " + host.name() + " cannot be reached: " + why));
  }

  /** All that may run there on the stack that runs. */
  private Stream<Task> now(Host host) {
    return Stream.of(stack.quiesce(), stack.open()).flatMap(List::stream).filter(on(host));
  }

  /** All that runs there on the stack to come only. */
  private Stream<Task> later(Host host) {
    return stack.migrate().stream().filter(on(host));
  }

  private static Predicate<Task> on(Host host) {
    return task -> task.host().equals(Optional.of(host.name()));
  }

  private Stream<Path> files(Host host, Stream<Task> tasks) {
    return tasks
        .flatMap(task -> task.environmentFile().stream())
        .map(file -> side.sources().path(file, Optional.of(host)))
        .distinct();
  }

  private static void user(Host host, String user, List<String> problems) {
    if (!host.run(Command.of("id", "--", user), Optional.empty()).succeeded()) {
      problems.add("there is no user " + user + " on host " + host.name());
      return;
    }
    Finished finished = host.run(Command.of("true"), Optional.of(user));
    if (!finished.succeeded()) {
      problems.add(
          "nothing can be run as " + user + " on host " + host.name() + ": " + finished.errors());
    }
  }

  private static void file(Host host, Path file, String note, List<String> findings) {
    if (!host.run(Command.of("test", "-r", file.toString()), Optional.empty()).succeeded()) {
      findings.add(
          "there is no environment file " + file + " to be read on host " + host.name() + note);
    }
  }
}
