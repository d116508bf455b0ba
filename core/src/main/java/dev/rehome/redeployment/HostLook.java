package dev.rehome.redeployment;

import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Stack.Task;
import dev.rehome.stack.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a run would trip over on the hosts of the stack that runs.
 *
 * @param attempt has what fails counted as a problem, and goes on
 */
record HostLook(Stack stack, Side side, Consumer<Runnable> attempt) {
  void problems(List<String> problems) {
    for (HostSettings settings : stack.hosts()) {
      attempt.accept(() -> look(side.sources().hosts().at(settings.name()), problems));
    }
  }

  private void look(Host host, List<String> problems) {
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
    List<Task> tasks = tasks(host);
    tasks.stream()
        .flatMap(task -> task.user().stream())
        .distinct()
        .forEach(user -> attempt.accept(() -> user(host, user, problems)));
    tasks.stream()
        .flatMap(task -> task.environmentFile().stream())
        .distinct()
        .forEach(file -> file(host, file, problems));
  }

  /** What is sent there has to run there. */
  private static void agent(Host host, List<String> problems) {
    Command machine = Command.of("uname", "-sm");
    String here = machine.run(Duration.ofMinutes(1)).output().strip();
    String there = host.run(machine, Optional.empty()).output().strip();
    if (!there.equals(here)) {
      problems.add(
          "files of host "
              + host.name()
              + " cannot be reached: it is a "
              + there
              + ", and a program for it can only be made on the same kind of machine, this is a "
              + here);
    }
    if (!host.run(Command.of("sh", "-c", "command -v tar && command -v gzip"), Optional.empty())
        .succeeded()) {
      problems.add("host " + host.name() + " has no tar with gzip");
    }
  }

  /** All that may run there, on this stack or on the one to come. */
  private List<Task> tasks(Host host) {
    return Stream.of(stack.quiesce(), stack.open(), stack.migrate())
        .flatMap(List::stream)
        .filter(task -> task.host().equals(Optional.of(host.name())))
        .toList();
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

  private void file(Host host, Template template, List<String> problems) {
    Path file = side.sources().path(template, Optional.of(host));
    if (!host.run(Command.of("test", "-r", file.toString()), Optional.empty()).succeeded()) {
      problems.add("there is no environment file " + file + " to be read on host " + host.name());
    }
  }
}
