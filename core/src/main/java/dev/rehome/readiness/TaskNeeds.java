package dev.rehome.readiness;

import dev.rehome.host.Host;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.Task;
import dev.rehome.task.TaskCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What a task needs where it runs: its user, folder, environment file and program. */
record TaskNeeds(TaskCommands tasks, StackTexts.Errand errand) {
  private Task task() {
    return errand.task();
  }

  Optional<Host> host() {
    return task().host().map(name -> tasks.sources().hosts().at(name));
  }

  private String place() {
    return task().host().map(name -> "on host " + name).orElse("on this machine");
  }

  /** Whether it is to run here or on one of these hosts. */
  boolean near(Set<String> hosts) {
    return task().host().map(hosts::contains).orElse(true);
  }

  /**
   * Whether all that it refers to is known, its host can be asked, and its user is there; if not,
   * another look says so.
   */
  boolean known(Set<String> hosts) {
    References values = tasks.references();
    return near(hosts)
        && errand.texts().allMatch(text -> ReferenceLook.resolves(text.template(), values))
        && user().equals(Findings.NONE);
  }

  Optional<Program> program() {
    return Program.of(task().run(), tasks.references());
  }

  Optional<Path> environmentFile() {
    return task().environmentFile().map(file -> tasks.sources().path(file, host()));
  }

  /** Whether the task's user is there, and may run something. */
  Findings user() {
    if (task().user().isEmpty()) {
      return Findings.NONE;
    }
    String user = task().user().get();
    Optional<Host> host = host();
    boolean there =
        host.map(each -> each.run(Command.of("id", "--", user), Optional.empty()).succeeded())
            .orElseGet(() -> Account.find(user).isPresent());
    if (!there) {
      return Findings.problem("there is no user " + user + " " + place());
    }
    Finished finished =
        host.map(each -> each.run(Command.of("true"), Optional.of(user)))
            .orElseGet(
                () ->
                    Account.find(user)
                        .orElseThrow()
                        .run(Command.of("true"))
                        .run(java.time.Duration.ofMinutes(1)));
    return Findings.problemUnless(
        finished.succeeded(),
        "nothing can be run as " + user + " " + place() + ": " + finished.errors().strip());
  }

  /** Whether the folder that it runs in is there. */
  boolean folder() {
    return tasks.folder(task()).map(this::folder).orElse(true);
  }

  private boolean folder(Path folder) {
    return host()
        .map(each -> each.run(Command.of("test", "-d", folder.toString()), Optional.empty()))
        .map(Finished::succeeded)
        .orElseGet(() -> Files.isDirectory(folder));
  }

  /** The environment file, unless it is not there to be read. */
  Optional<EnvironmentFileText> environment() {
    return environmentFile().flatMap(file -> EnvironmentFileText.read(file, host()));
  }

  /** Whether its program is found and may be run, as it will be. */
  boolean found(Program program) {
    boolean environment = task().environmentFile().isEmpty() || environment().isPresent();
    return tasks.instead(task(), program.looking(), environment).succeeded();
  }

  /** Where its program is to be found. */
  String where(Program program) {
    return program.isPath()
        ? tasks
                .folder(task())
                .filter(folder -> !program.word().startsWith("/"))
                .map(folder -> folder.resolve(program.word()).normalize().toString())
                .orElse(program.word())
            + task().host().map(name -> " on host " + name).orElse("")
        : program.word() + " " + place();
  }
}
