package dev.rehome.redeployment.look;

import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import java.util.List;

/**
 * A new stack of which nobody knows whose writes it holds was saved: what differs from that backup
 * from then on is others' work.
 *
 * @param told what the operator is told of it, in the end too
 */
public record InDoubt(String told, Kept kept) {
  private static final String NOTE = "saved in doubt ";

  static boolean isNote(Entry entry) {
    return entry.kind() == Entry.Kind.NOTED && entry.name().orElse("").startsWith(NOTE);
  }

  public void note(Run run) {
    run.noted(NOTE + run.entries().size(), InDoubt.class, () -> this);
  }

  /** What has to be told in the end: it is in no database of the new stack. */
  public static List<String> told(List<Entry> entries) {
    return entries.stream()
        .filter(InDoubt::isNote)
        .map(entry -> entry.data(InDoubt.class).told())
        .toList();
  }
}
