package dev.rehome.redeployment;

import dev.rehome.backup.BackupId;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Kept;
import dev.rehome.run.Entry;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.util.List;
import java.util.Map;

/**
 * Saves a new stack to which others may have written while another machine migrated it: what that
 * migration left is undone, and must not take their writes along.
 */
record SaveInDoubt(Workshop workshop, Run run) {
  static final String NOTE = "saved in doubt ";

  /**
   * What differs from the backup from then on is others' work.
   *
   * @param told what the operator is told of it, in the end too
   */
  record Saved(String told, Kept kept) {}

  void save() {
    List<String> doubts = new NewStack(workshop, run, workshop.fresh()).doubts();
    if (!doubts.isEmpty()) {
      String why = String.join("; ", doubts);
      run.listener().says("saving it first: " + why);
      Kept kept = saved();
      var saved = new Saved(told(why, kept), kept);
      run.noted(NOTE + run.entries().size(), Saved.class, () -> saved);
    }
  }

  private Kept saved() {
    var saving = new SavingNew(workshop, run, Map.of());
    Kept kept =
        saving.save(BackupId.at(run.clock().now()), saving.marks()).orElseThrow(saving::changed);
    new ProveKept(workshop, run, kept).run(Operations.toTheEnd(run, "save in doubt"));
    return kept;
  }

  private String told(String why, Kept kept) {
    BackupId before = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    BackupId then = kept.backup().orElseThrow();
    return String.format(
        "%s: backup %s has all that was there, and rehome diff %s %s shows what that was",
        why, then, before, then);
  }

  /** What has to be told of it in the end: it is in no database of the new stack. */
  static List<String> told(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Entry.Kind.NOTED)
        .filter(entry -> entry.name().orElse("").startsWith(NOTE))
        .map(entry -> entry.data(Saved.class).told())
        .toList();
  }
}
