package dev.rehome.redeployment.side;

import dev.rehome.backup.Outside;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.StackReferences;
import dev.rehome.infrastructure.State;
import dev.rehome.stack.HostReferences;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.task.TaskCommands;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The stack as one revision builds it: the old side or the new one. */
public final class Side {
  private final Stack stack;
  private final boolean fresh;
  private final String revision;
  private final Path checkout;
  private final Infrastructure infrastructure;
  private final References local;
  private final Outside outside;
  private final boolean past;
  private Consumer<State> verification = state -> {};
  private Optional<State> seen = Optional.empty();
  private Optional<State> before = Optional.empty();

  /**
   * @param fresh whether it is built from the revision that is redeployed
   */
  public Side(
      Stack stack,
      boolean fresh,
      String revision,
      Path checkout,
      Infrastructure infrastructure,
      References local,
      Outside outside) {
    this(stack, fresh, revision, checkout, infrastructure, local, outside, Optional.empty());
  }

  private Side(
      Stack stack,
      boolean fresh,
      String revision,
      Path checkout,
      Infrastructure infrastructure,
      References local,
      Outside outside,
      Optional<State> then) {
    this.past = then.isPresent();
    this.seen = then;
    this.stack = stack;
    this.fresh = fresh;
    this.revision = revision;
    this.checkout = checkout;
    this.infrastructure = infrastructure;
    this.local = local;
    this.outside = outside;
  }

  public String revision() {
    return revision;
  }

  public Path checkout() {
    return checkout;
  }

  public Infrastructure infrastructure() {
    return infrastructure;
  }

  /** From now on each state that is looked at has to pass this. */
  public synchronized void verifying(Consumer<State> verification) {
    this.verification = verification;
    changed();
  }

  /**
   * Where the state has lost its outputs, those of before count: a destroy takes them first, and
   * may fail then.
   */
  public synchronized void withOutputsOf(Optional<State> state) {
    before = state;
    changed();
  }

  /** The state, looked at once until {@link #changed} is called. */
  public synchronized State state() {
    if (seen.isEmpty()) {
      State now = infrastructure.look();
      verification.accept(now);
      seen = Optional.of(before.map(now::withOutputsOf).orElse(now));
    }
    return seen.get();
  }

  public synchronized void changed() {
    if (!past) {
      seen = Optional.empty();
    }
  }

  /** The same side as it was when the state said this. */
  public Side asItWas(State then) {
    return new Side(
        stack, fresh, revision, checkout, infrastructure, local, outside, Optional.of(then));
  }

  /** The state, which has to hold something: an empty one is a wrong workspace or state folder. */
  public State standing() {
    if (state().empty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the infrastructure's state is empty: by it there is no stack to redeploy",
          Safety.NOTHING_CHANGED,
          infrastructure.whenEmpty());
    }
    return state();
  }

  public References references() {
    return new HostReferences(stack, new StackReferences(local, infrastructure, standing()));
  }

  public Sources sources() {
    return new Sources(stack, references(), outside, fresh);
  }

  /** A database that this side's ways lead to. */
  Database at(Endpoint endpoint) {
    return outside.databases().at(endpoint);
  }

  public TaskCommands tasks() {
    return new TaskCommands(stack, sources(), standing(), checkout, revision);
  }
}
