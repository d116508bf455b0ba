package dev.rehome.redeployment.workshop;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.ProvenBackup;

/** Finds the proof of a backup again, without which nothing is destroyed. */
public final class Proven {
  private Proven() {}

  public static ProvenBackup of(Workshop workshop, BackupId backup) {
    return workshop
        .prover()
        .recall(workshop.backups().backup(backup))
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "backup " + backup + " has no proof in the repository",
                    Safety.NOTHING_CHANGED,
                    "rehome prove " + backup));
  }
}
