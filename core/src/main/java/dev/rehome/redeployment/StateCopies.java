package dev.rehome.redeployment;

import dev.rehome.repository.Snapshots;
import java.util.List;
import java.util.Map;

/** Copies of the infrastructure's state in the repository, made before every change of it. */
final class StateCopies {
  private static final String TAG = "state";
  private static final String FILE = "terraform.tfstate";

  private StateCopies() {}

  static void keep(Workshop workshop, Run run) {
    workshop
        .old()
        .infrastructure()
        .copyOfState()
        .ifPresent(
            copy -> workshop.repository().save(TAG, run.plan().run().text(), Map.of(FILE, copy)));
  }

  /** On a machine that has no state where the stack file says: the newest copy of this run. */
  static void bring(Workshop workshop, Run run) {
    List<Snapshots.Saved> copies = workshop.repository().tagged(TAG, run.plan().run().text());
    if (!copies.isEmpty()) {
      byte[] copy = workshop.repository().read(copies.getLast().snapshot().tree(), FILE);
      workshop.old().infrastructure().bringState(copy);
    }
  }
}
