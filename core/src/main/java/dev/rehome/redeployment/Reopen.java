package dev.rehome.redeployment;

import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.document.Json;

/** Undoes quiescing: the fence is lifted, and the old stack's service started again. */
record Reopen(Workshop workshop, Run run) {
  void reopen(Operations operations) {
    for (Database database : workshop.old().sources().restored()) {
      run.record()
          .note("fence " + database.endpoint().key())
          .ifPresent(json -> database.lift(Json.read(json, Fence.class)));
    }
    TaskRunning.run("open", workshop.stack().open(), workshop.old(), operations, true);
    Exporting.forbid(workshop.old().sources());
  }
}
