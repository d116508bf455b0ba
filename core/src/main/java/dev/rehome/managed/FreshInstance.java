package dev.rehome.managed;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.util.Optional;

/**
 * A server that may be overwritten, because it was compared with the one that the snapshot was made
 * of and is another one. Restoring takes one, and asks it again directly before: names are used
 * again.
 */
public final class FreshInstance {
  private final ManagedInstance instance;

  private FreshInstance(ManagedInstance instance) {
    this.instance = instance;
  }

  public static FreshInstance compare(ManagedInstance target, ManagedInstance precious) {
    if (target.equals(precious)) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "instance "
              + target
              + " is the one that the backup was made from; restoring would overwrite it",
          new Safety.Standing("nothing was restored; the old instance is as it was"),
          "see why the new stack's database is the old one's, then rehome resume");
    }
    return new FreshInstance(target);
  }

  /** Why this is not what was compared, if the name now leads to another server. */
  public Optional<String> isAnother(ManagedInstance now) {
    return now.equals(instance)
        ? Optional.empty()
        : Optional.of(
            "instance "
                + now
                + " is another one than the one looked at before: it was made at "
                + now.created()
                + ", that one at "
                + instance.created());
  }

  public ManagedInstance instance() {
    return instance;
  }
}
