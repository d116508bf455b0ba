package dev.rehome.proof;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.world.ProofRoom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Proves backups in a simulated world; really compares what they hold. */
public final class SimulatedProving implements Proving {
  private final ProofRoom room;

  public SimulatedProving(ProofRoom room) {
    this.room = room;
  }

  @Override
  public ProvenBackup prove(SavedBackup backup, Path scratchFolder) {
    var databases = new ArrayList<Proof.DatabaseProof>();
    var differences = new ArrayList<String>();
    for (DatabasePart part : backup.document().databases()) {
      differences.addAll(room.load(backup, part, scratchFolder));
      databases.add(new Proof.DatabaseProof(part.key(), "PostgreSQL 15", 2, 5, 0, 2, List.of()));
    }
    if (!differences.isEmpty()) {
      throw unproven(backup, differences);
    }
    var proof =
        new Proof(
            Proof.VERSION,
            backup.id(),
            "shop",
            room.now(),
            "me@here",
            backup.snapshotId().hex(),
            databases,
            new Proof.FilesProof(
                backup.document().fileCount(), backup.document().fileBytes(), Optional.empty()),
            new Proof.ReaderProof("restic 0.18.0", new ReaderOutcome.Passed()),
            1);
    room.keep(backup, proof);
    return new ProvenBackup(backup, proof);
  }

  @Override
  public Database copy(
      SavedBackup backup, String key, List<Inventory.Table> tables, Path scratchFolder) {
    DatabasePart part =
        backup.document().databases().stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow();
    Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
    Database copy = room.scratch(scratchFolder, part, saved);
    if (!new ScratchCopy(copy).holds(tables)) {
      List<String> differences = room.load(backup, part, scratchFolder);
      if (!differences.isEmpty()) {
        throw unproven(backup, differences);
      }
    }
    return copy;
  }

  private static FailureException unproven(SavedBackup backup, List<String> differences) {
    return new FailureException(
        Failure.Kind.LOST,
        "backup " + backup.id() + " is not proven: " + String.join("; ", differences),
        new Safety.Untouched("the stack is untouched; this backup must not be relied on"),
        "make another backup and prove that");
  }

  @Override
  public Optional<ProvenBackup> recall(SavedBackup backup) {
    return room.proof(backup).map(proof -> new ProvenBackup(backup, proof));
  }
}
