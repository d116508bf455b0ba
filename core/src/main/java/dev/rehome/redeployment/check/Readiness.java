package dev.rehome.redeployment.check;

import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.managed.ManagedServer;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.readiness.Attempt;
import dev.rehome.readiness.ComingTaskLook;
import dev.rehome.readiness.DatabasesLook;
import dev.rehome.readiness.DeclarationLook;
import dev.rehome.readiness.DrainLook;
import dev.rehome.readiness.FileLook;
import dev.rehome.readiness.Findings;
import dev.rehome.readiness.HealthStanding;
import dev.rehome.readiness.HostsLook;
import dev.rehome.readiness.ImageLook;
import dev.rehome.readiness.KeptSecretLook;
import dev.rehome.readiness.LoginLook;
import dev.rehome.readiness.ManagedLook;
import dev.rehome.readiness.OwnerLook;
import dev.rehome.readiness.ReadyLook;
import dev.rehome.readiness.ReferenceLook;
import dev.rehome.readiness.RevisionLook;
import dev.rehome.readiness.Room;
import dev.rehome.readiness.ShellLineLook;
import dev.rehome.readiness.SnapshotLook;
import dev.rehome.readiness.StandingTaskLook;
import dev.rehome.readiness.UserLook;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.redeployment.side.Side;
import dev.rehome.repository.backend.Backend;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that a run would trip over: puts the looks of {@link dev.rehome.readiness} together.
 *
 * @param temporary where dumps are kept for a while
 * @param scratchBase where the proof's servers will be
 */
public record Readiness(
    Stack stack, Revisions revisions, Scratch scratch, Path temporary, Path scratchBase) {
  private static final int HEALTH_ATTEMPTS = 5; // a second apart

  /**
   * What was found.
   *
   * @param later what only the new stack can answer
   * @param destroyPlan empty if it could not be made
   * @param lastTimes how long an earlier run took
   * @param rooms what will be needed for a while on this machine's disks
   * @param preview of the revision's migrations, if one was made
   */
  public record Report(
      List<String> problems,
      List<String> warnings,
      List<String> later,
      Optional<DestroyPlan> destroyPlan,
      StageTimes lastTimes,
      List<Room> rooms,
      Optional<Preview> preview) {
    public static Report of(Findings findings, Standing standing) {
      return new Report(
          findings.problems(),
          findings.warnings(),
          findings.later(),
          standing.destroyPlan(),
          StageTimes.of(List.of()),
          standing.rooms(),
          Optional.empty());
    }

    public Report with(StageTimes times, Optional<Preview> made) {
      return new Report(problems, warnings, later, destroyPlan, times, rooms, made);
    }

    public void refuse() {
      refuse("put that right, then rehome check");
    }

    /**
     * Fails if anything stands in the way.
     *
     * @param next what to do then
     */
    public void refuse(String next) {
      if (!problems.isEmpty()) {
        throw new FailureException(
            Failure.Kind.NOT_READY,
            problems.size() == 1
                ? problems.getFirst()
                : problems.size() + " things stand in the way:\n" + String.join("\n", problems),
            Safety.NOTHING_CHANGED,
            next);
      }
    }
  }

  /**
   * What was seen of the stack that runs, which the new revision is then held against.
   *
   * @param revision that runs, if it is known
   * @param hosts on which anything can be run
   * @param managed servers that a provider runs
   */
  public record Standing(
      Optional<String> revision,
      Optional<DestroyPlan> destroyPlan,
      Set<String> hosts,
      List<ManagedLook> managed,
      List<Room> rooms,
      Findings findings) {
    /** Nothing of it could be looked at. */
    public static Standing unknown(Findings why) {
      return new Standing(Optional.empty(), Optional.empty(), Set.of(), List.of(), List.of(), why);
    }
  }

  /** Looks at the stack that runs, and all that a backup of it takes. */
  public Standing standing(Side side) {
    Attempt<DestroyPlan> plan = Attempt.of(() -> destroying(side));
    Findings found =
        plan.then(Readiness::destroying)
            .and(Findings.of(new ShellLineLook(stack)::look, this::runbook));
    Optional<String> revision = Optional.of(side.revision());
    if (plan.value().isEmpty()) { // without the state nothing of the stack can be found
      return new Standing(revision, Optional.empty(), Set.of(), List.of(), List.of(), found);
    }
    Attempt<HostsLook> hosts = Attempt.of(() -> HostsLook.at(side.sources()));
    Set<String> usable = hosts.value().map(HostsLook::usable).orElse(Set.of());
    List<Attempt<ManagedLook>> managed = managed(side);
    Attempt<DatabasesLook> databases = Attempt.of(() -> DatabasesLook.at(side.sources()));
    List<Attempt<Room>> rooms =
        databases.value().stream()
            .flatMap(look -> look.rooms(temporary, scratchBase).stream())
            .toList();
    return new Standing(
        revision,
        plan.value(),
        usable,
        Attempt.had(managed),
        Attempt.had(rooms),
        found
            .and(hosts.then(HostsLook::look))
            .and(work(side, usable))
            .and(Findings.all(managed.stream().map(each -> each.then(ManagedLook::look))))
            .and(databases.then(look -> look.look(keys(managed), scratch)))
            .and(Findings.all(rooms.stream().map(each -> each.then(Room::findings))))
            .and(state(side)));
  }

  private static Set<String> keys(List<Attempt<ManagedLook>> managed) {
    return Attempt.had(managed).stream().map(ManagedLook::key).collect(Collectors.toSet());
  }

  private static DestroyPlan destroying(Side side) {
    side.standing();
    return side.infrastructure().planDestroy();
  }

  private static Findings destroying(DestroyPlan plan) {
    return Findings.problems(plan.problems())
        .and(Findings.problems(plan.missing()))
        .and(Findings.warnings(plan.warnings()));
  }

  /** What runs on the stack that runs, and what is asked of it. */
  private Findings work(Side side, Set<String> hosts) {
    return Findings.of(
        () -> new ReferenceLook(stack, side.references()).look(),
        () -> new UserLook(side.tasks(), hosts).look(),
        () -> new StandingTaskLook(side.tasks(), hosts).look(),
        () -> new DrainLook(side.tasks(), hosts).look(),
        () -> new ReadyLook(side.tasks(), hosts).look(),
        () -> new HealthStanding(side.tasks(), hosts, HEALTH_ATTEMPTS).look());
  }

  /** What is saved of it, beside what databases hold. */
  private static Findings state(Side side) {
    return Findings.of(
        () -> new LoginLook(side.sources()).look(),
        () -> new FileLook(side.sources()).look(),
        () -> servers(side),
        () -> new OwnerLook(side.sources()).look(),
        () -> new ImageLook(side.sources()).look(),
        () -> new KeptSecretLook(side.sources()).look());
  }

  /** What would go with the databases' servers unnamed. */
  private static Findings servers(Side side) {
    var problems = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    new ServerLook(side.sources()).look(problems, warnings);
    return Findings.problems(problems).and(Findings.warnings(warnings));
  }

  private Findings runbook() {
    Findings migrate =
        stack.migrate().isEmpty()
            ? Findings.warning("the stack file names no commands to migrate")
            : Findings.NONE;
    return stack.quiesce().isEmpty()
        ? migrate.and(
            Findings.warning("the stack file names no commands that stop the writers (quiesce)"))
        : migrate;
  }

  private static List<Attempt<ManagedLook>> managed(Side side) {
    Attempt<Map<String, ManagedServer>> servers = Attempt.of(() -> side.sources().managed());
    return servers.value().isEmpty()
        ? List.of(new Attempt<>(Optional.empty(), servers.why()))
        : servers.value().get().entrySet().stream()
            .map(
                each ->
                    Attempt.of(
                        () -> ManagedLook.at(side.sources(), each.getKey(), each.getValue())))
            .toList();
  }

  /** Looks whether the repository would go with the stack that runs. */
  public Findings stays(Backend repository, Side side, Standing standing) {
    return Findings.problems(
        standing.destroyPlan().stream()
            .flatMap(
                plan ->
                    new RepositoryGoes(repository.location(), repository.folder())
                        .with(plan, side.state(), stack, side.sources()).stream())
            .toList());
  }

  /** Looks at what the stack is to be built from. */
  public Findings coming(Side side, Standing standing) {
    Findings revision = Findings.attempt(() -> revision(side, standing));
    if (standing.destroyPlan().isEmpty()) {
      return revision; // the state is not there to plan with, which is said
    }
    Findings planned = Findings.attempt(() -> planned(side, standing));
    side.changed(); // what it saw is the stack that runs: nobody may take that for the new one
    return revision.and(planned);
  }

  /**
   * Looks at another revision that a run is to go on with.
   *
   * @param fresh what the run has built so far
   * @param whole whether all of that stands: else references need not lead to anything
   */
  public Report mended(Side fresh, Side mended, boolean whole) {
    var standing =
        new Standing(
            Optional.of(fresh.revision()),
            Optional.of(fresh.infrastructure().planDestroy()),
            Set.of(),
            List.of(),
            List.of(),
            Findings.NONE);
    Findings found =
        whole
            ? coming(mended, standing)
            : Findings.of(
                () -> revision(mended, standing),
                () -> {
                  mended.infrastructure().planCreate();
                  return Findings.NONE;
                });
    return Report.of(found, standing);
  }

  private Findings revision(Side side, Standing standing) {
    return new RevisionLook(stack, revisions, standing.revision()).look(side.revision());
  }

  private Findings planned(Side side, Standing standing) {
    ChangePlan plan = side.infrastructure().planCreate();
    return Findings.of(
        () ->
            new SnapshotLook(
                    standing.managed().stream().map(ManagedLook::now).toList(), plan.servers())
                .look(),
        () ->
            new DeclarationLook(stack, side.references(), side.standing(), plan.declared()).look(),
        () -> new ComingTaskLook(side.tasks(), standing.hosts()).look(),
        this::gone);
  }

  /** Commands tell that a stack is gone by telling nothing of it; nobody can see that before. */
  private Findings gone() {
    return stack.infrastructure().stream().anyMatch(Stack.CommandsSettings.class::isInstance)
        ? Findings.later(
            "whether infrastructure.commands.outputs tells nothing once the old one is destroyed")
        : Findings.NONE;
  }
}
