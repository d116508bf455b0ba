package dev.rehome.proof;

import dev.rehome.backup.SavedBackup;

/** A backup with its proof. Only the prover makes one. */
public final class ProvenBackup {
  private final SavedBackup backup;
  private final Proof proof;

  ProvenBackup(SavedBackup backup, Proof proof) {
    this.backup = backup;
    this.proof = proof;
  }

  public SavedBackup backup() {
    return backup;
  }

  public Proof proof() {
    return proof;
  }
}
