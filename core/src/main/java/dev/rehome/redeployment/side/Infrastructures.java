package dev.rehome.redeployment.side;

import dev.rehome.run.Run;
import dev.rehome.run.RunRecord;
import java.util.Optional;
import java.util.Set;

/** Which operations change infrastructure: ended half way, they leave what nobody can find. */
public final class Infrastructures {
  private static final Set<String> CHANGING = Set.of("create", "clear", "destroy", "destroy new");

  private Infrastructures() {}

  /** One that only another machine knows the end of. */
  public static Optional<RunRecord.Named> elsewhere(Run run) {
    return run.underWayElsewhere().stream().filter(each -> changes(each.name())).findFirst();
  }

  public static boolean changes(String operation) {
    return CHANGING.contains(operation);
  }
}
