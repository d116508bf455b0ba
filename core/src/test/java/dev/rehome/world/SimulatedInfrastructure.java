package dev.rehome.world;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.repository.format.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What terraform is to one revision, with saved plans and a state. */
public final class SimulatedInfrastructure implements Infrastructure {
  private final Invocation by;
  private final World world;
  private final Environment environment;
  private final String revision;

  public SimulatedInfrastructure(Invocation by, Environment environment, String revision) {
    this.by = by;
    this.world = by.world;
    this.environment = environment;
    this.revision = revision;
  }

  private <T> T call(String what, Supplier<T> act) {
    return by.call("Infrastructure." + what, Trouble.NETWORK, act);
  }

  private State state() {
    return environment.state(by.machine);
  }

  @Override
  public State look() {
    return call("look", this::state);
  }

  @Override
  public String variable(String name) {
    throw new UnsupportedOperationException();
  }

  /** Planning takes the state's lock. */
  private void lock() {
    if (environment.stateLock != null) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "the state is locked by " + environment.stateLock,
          Safety.NOTHING_CHANGED,
          "wait until that is done");
    }
  }

  @Override
  public DestroyPlan planDestroy() {
    return call(
        "planDestroy",
        () -> {
          lock();
          State now = state();
          List<State.Resource> standing =
              now.resources().stream().filter(each -> world.owner(each).isPresent()).toList();
          environment.planned = environment.extra;
          List<DestroyPlan.Doomed> doomed =
              standing.stream()
                  .map(
                      each ->
                          new DestroyPlan.Doomed(
                              each.address(),
                              each.type(),
                              Set.of(Environment.SERVICE, Environment.EXTRA)
                                      .contains(each.address())
                                  ? DestroyPlan.Fate.STATELESS
                                  : DestroyPlan.Fate.SAVED,
                              each.id()))
                  .toList();
          List<String> missing =
              Environment.ADDRESSES.stream()
                  .filter(address -> now.resource(address).isEmpty())
                  .map(address -> "the state does not hold " + address)
                  .toList();
          String plan = "plan-" + world.nextId();
          by.plans.put(
              plan,
              new Scripts.Planned(now.serial(), now.lineage(), standing, by.machine.variables));
          return new DestroyPlan(
              now.lineage(), now.serial(), doomed, List.of(), missing, List.of(), List.of(), plan);
        });
  }

  @Override
  public Command destroying(DestroyPlan plan, DestroyPermit permit) {
    permit.use(plan);
    world.permits();
    if (!by.plans.containsKey(plan.carriedOut())) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is destroyed, since the saved plan is not there",
          Safety.NOTHING_CHANGED,
          "rehome resume    plans and looks again");
    }
    return Command.of("world", "destroy", environment.name, plan.carriedOut());
  }

  private String created = "";

  @Override
  public ChangePlan planCreate() {
    return call(
        "planCreate",
        () -> {
          lock();
          State now = state();
          List<State.Resource> missing =
              Environment.ADDRESSES.stream()
                  .filter(
                      address ->
                          tainted(now, address)
                              || now.resource(address).flatMap(world::owner).isEmpty())
                  .map(environment::resource)
                  .toList();
          List<String> replaced =
              Environment.ADDRESSES.stream().filter(address -> tainted(now, address)).toList();
          created = "plan-" + world.nextId();
          by.plans.put(
              created,
              new Scripts.Planned(now.serial(), now.lineage(), missing, by.machine.variables));
          return new ChangePlan(
              missing.stream().map(State.Resource::address).toList(), 0, replaced, List.of());
        });
  }

  private static boolean tainted(State state, String address) {
    return state.resource(address).filter(State.Resource::tainted).isPresent();
  }

  @Override
  public Command creating(ChangePlan plan) {
    return Command.of("world", "create", environment.name, created, revision);
  }

  @Override
  public Optional<String> tells(String line) {
    return Optional.empty();
  }

  @Override
  public String reason(Finished finished) {
    return "exit code " + finished.exitCode();
  }

  @Override
  public String whenEmpty() {
    return environment.localState
        ? "go on there where the state is"
        : "check infrastructure.terraform.state and .workspace";
  }

  @Override
  public Optional<byte[]> copyOfState() {
    return call(
        "copyOfState",
        () -> {
          if (!environment.hasState(by.machine)) {
            return Optional.empty();
          }
          State now = state();
          int number =
              world.copies.entrySet().stream()
                  .filter(copy -> copy.getValue().equals(now))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElse(world.copies.size() + 1);
          world.copies.put(number, now);
          return Optional.of(("state " + number).getBytes(StandardCharsets.UTF_8));
        });
  }

  @Override
  public State recall(byte[] copy) {
    String text = new String(copy, StandardCharsets.UTF_8);
    return Objects.requireNonNull(
        world.copies.get(Integer.parseInt(text.substring("state ".length()))));
  }

  @Override
  public boolean stateIsHere() {
    return environment.localState;
  }

  @Override
  public String place() {
    return "workspace " + environment;
  }

  @Override
  public String inputs() {
    return Id.hash(by.machine.variables.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Override
  public Optional<String> lineage() {
    return Optional.empty();
  }

  @Override
  public void bringState(byte[] copy, Set<String> ended) {
    by.call(
        "Infrastructure.bringState",
        Trouble.DISK,
        () -> {
          State here = state();
          State kept = recall(copy);
          if (!environment.localState) {
            return;
          }
          switch (here.whenBrought(kept, ended)) {
            case STAYS -> {}
            case IS_REPLACED -> environment.state(by.machine, kept);
            case IS_ANOTHERS ->
                throw new FailureException(
                    Failure.Kind.NOT_READY,
                    "the state is of another stack than the run's",
                    Safety.NOTHING_CHANGED,
                    "see whose it is");
          }
        });
  }

  @Override
  public void forget() {}
}
