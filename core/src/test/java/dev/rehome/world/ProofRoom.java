package dev.rehome.world;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.proof.Proof;
import dev.rehome.repository.format.Id;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where proofs are made and kept. */
public final class ProofRoom {
  private final Invocation by;
  private final Repository repository;

  public ProofRoom(Invocation by) {
    this.by = by;
    this.repository = by.world.repository;
  }

  private Content dump(SavedBackup backup, DatabasePart part) {
    return Objects.requireNonNull(repository.dumps.get(backup.id() + " " + part.key()));
  }

  /** Loads a database into a scratch server; how it differs from what was saved. */
  public List<String> load(SavedBackup backup, DatabasePart part, Path folder) {
    return by.call(
        "Proving.load",
        Trouble.NETWORK,
        () -> {
          by.world.pass(5_000);
          Content content = dump(backup, part).copy();
          content.connect.clear();
          Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(part.key()));
          content.connect.addAll(Inventories.connect(saved));
          SimulatedScratch.fill(by, folder, part.name(), content);
          return InventoryComparison.differences(
              saved, Inventories.of(content, 1, saved.serverVersion()));
        });
  }

  /** The scratch server's database, as it is now. */
  public Database scratch(Path folder, DatabasePart part, Inventory like) {
    return new SimulatedScratch(by).database(folder, part.key(), part.name(), part.user(), like);
  }

  public Instant now() {
    return by.world.instant();
  }

  /** Keeps the proof; from then on what the backup holds may be destroyed. */
  public void keep(SavedBackup backup, Proof proof) {
    by.call(
        "Proving.keep",
        Trouble.REPOSITORY,
        () -> {
          repository.proofs.put(backup.id(), proof);
          for (DatabasePart part : backup.document().databases()) {
            by.world.guard.proven(dump(backup, part));
          }
          for (FilesPart part : backup.document().files()) {
            Id tree = Id.hash((backup.id() + part.place()).getBytes(StandardCharsets.UTF_8));
            by.world.guard.proven(Objects.requireNonNull(repository.trees.get(tree)));
          }
        });
  }

  public Optional<Proof> proof(SavedBackup backup) {
    return by.call(
        "Proving.recall",
        Trouble.REPOSITORY,
        () -> Optional.ofNullable(repository.proofs.get(backup.id())));
  }
}
