package dev.rehome.cli.stack;

import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.Outside;
import dev.rehome.backup.Sources;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.repository.Locations;
import dev.rehome.cli.terminal.Task;
import dev.rehome.database.Databases;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.database.postgres.ScratchServers;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.google.CloudSql;
import dev.rehome.host.ssh.SshHosts;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.commands.CommandsInfrastructure;
import dev.rehome.infrastructure.terraform.TerraformInfrastructure;
import dev.rehome.process.LocalProcesses;
import dev.rehome.process.Secret;
import dev.rehome.proof.IndependentReader;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.Checking;
import dev.rehome.redeployment.Previewing;
import dev.rehome.redeployment.Redeployments;
import dev.rehome.redeployment.Runs;
import dev.rehome.redeployment.side.Checkouts;
import dev.rehome.redeployment.side.RunningStack;
import dev.rehome.redeployment.workshop.Approval;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Machine;
import dev.rehome.repository.Repository;
import dev.rehome.run.Clock;
import dev.rehome.run.FolderJournals;
import dev.rehome.run.Origin;
import dev.rehome.run.RepositoryJournals;
import dev.rehome.run.Surroundings;
import dev.rehome.stack.LocalReferences;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Template;
import java.nio.file.Path;
import java.util.Optional;

/** Puts the parts of the program together for one stack: the only place that knows all of them. */
final class Workplace {
  private final Stack stack;
  private final StackOptions options;
  private final RunDisplay display;

  Workplace(Stack stack, StackOptions options, RunDisplay display) {
    this.stack = stack;
    this.options = options;
    this.display = display;
  }

  Stack stack() {
    return stack;
  }

  RunDisplay display() {
    return display;
  }

  Databases databases() {
    return PostgresDatabase::new;
  }

  private Outside outside() {
    return new Outside(
        databases(),
        new CloudSql(System.getenv()),
        new SshHosts(stateFolder().resolve("known-hosts")));
  }

  /** What the environment and files say; nothing of any stack. */
  References localReferences() {
    return new LocalReferences(System.getenv(), stack.folder());
  }

  /** Values for references to the stack that runs today. */
  RunningStack oldStack() {
    return new RunningStack(checkouts(), stateFolder());
  }

  Sources sources(References references) {
    return new Sources(stack, references, outside());
  }

  StackRepository repository() {
    Repository repository =
        Repository.open(Locations.open(location()), Keys.bytes(repositoryPassword().reveal()));
    return new StackRepository(repository, stack.name(), Task.CANCELLATION);
  }

  /** Where the repository is; a folder is relative to the stack file. */
  String location() {
    String location = resolve(stack.repositoryLocation());
    return location.matches("[a-z0-9]+:.*")
        ? location
        : stack.folder().resolve(location).normalize().toString();
  }

  Secret repositoryPassword() {
    return new Secret(resolve(stack.repositoryPassword()));
  }

  private String resolve(Template template) {
    try {
      return template.resolve(localReferences());
    } catch (References.UnresolvedException e) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "the stack file's repository: " + e.getMessage(),
          Safety.NOTHING_CHANGED,
          "give the value that it refers to");
    }
  }

  /** Where runs keep their journals and checkouts. */
  Path stateFolder() {
    return Optional.ofNullable(options.stateFolder)
        .map(Path::toAbsolutePath)
        .orElse(stack.folder().resolve(".rehome"));
  }

  Path temporary() {
    return stateFolder().resolve("temporary");
  }

  /**
   * Where scratch servers may be: PostgreSQL's user has to get there, which home folders forbid.
   */
  Path scratchFolder(String name) {
    return scratchBase()
        .resolve("rehome-" + stack.name() + "-" + name + "-" + ProcessHandle.current().pid());
  }

  private static Path scratchBase() {
    String base = System.getenv("REHOME_SCRATCH");
    return Path.of(base == null ? "/var/tmp" : base);
  }

  ScratchServers scratch() {
    return new ScratchServers();
  }

  BackupTaking backupTaking(StackRepository repository) {
    return new BackupTaking(repository, temporary(), display);
  }

  Prover prover(StackRepository repository) {
    return new Prover(
        repository, scratch(), new IndependentReader(location(), repositoryPassword()), display);
  }

  Runs runs(StackRepository repository) {
    return new Runs(
        new FolderJournals(stateFolder().resolve("runs")),
        repository.stack(),
        RepositoryJournals.of(repository.repository(), repository.stack()));
  }

  private Checkouts checkouts() {
    return new Checkouts(stack, localReferences(), outside(), this::infrastructure);
  }

  Checking checking() {
    return new Checking(checkouts(), this::repository, scratch(), stateFolder(), scratchBase());
  }

  Previewing previewing(StackRepository repository) {
    return new Previewing(checkouts(), repository, scratch(), stateFolder(), display);
  }

  Redeployments redeployments(StackRepository repository, Approval approval) {
    return new Redeployments(
        checkouts(),
        repository,
        backupTaking(repository),
        prover(repository),
        scratch(),
        stateFolder(),
        scratchBase(),
        approval,
        display,
        surroundings());
  }

  /** This machine. */
  Surroundings surroundings() {
    Machine machine = Machine.here();
    return new Surroundings(
        Clock.SYSTEM,
        new LocalProcesses(),
        new Origin(machine.name(), machine.id() + "/" + machine.name() + "/" + machine.processes()),
        Task.CANCELLATION,
        Thread::startVirtualThread);
  }

  private Infrastructure infrastructure(Checkouts.Place place) {
    return switch (stack.infrastructure().orElseThrow()) {
      case Stack.TerraformSettings settings ->
          new TerraformInfrastructure(
              settings,
              place.old() ? settings.from() : settings.to(),
              localReferences(),
              stack.folder(),
              place.checkout(),
              place.own(),
              place.revision(),
              Saveable.of(stack),
              System.getenv());
      case Stack.CommandsSettings settings ->
          new CommandsInfrastructure(
              settings, localReferences(), place.checkout(), stack.name(), place.revision());
    };
  }
}
