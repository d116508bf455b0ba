package dev.rehome.proof;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.ImagesPart;
import dev.rehome.backup.BackupDocument.KeptImage;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.backup.WorkListener;
import dev.rehome.database.Database;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import dev.rehome.database.Scratch;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.images.Image;
import dev.rehome.images.ImageArchive;
import dev.rehome.proof.Proof.DatabaseProof;
import dev.rehome.proof.Proof.FilesProof;
import dev.rehome.proof.Proof.ImagesProof;
import dev.rehome.proof.Proof.ReaderProof;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Party;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.check.ReadBack;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves backups, and on such proofs alone gives leave to destroy. */
public final class Prover {
  private static final String TAG = "proof";

  private final StackRepository repository;
  private final Scratch scratch;
  private final IndependentReader reader;
  private final WorkListener listener;

  public Prover(
      StackRepository repository,
      Scratch scratch,
      IndependentReader reader,
      WorkListener listener) {
    this.repository = repository;
    this.scratch = scratch;
    this.reader = reader;
    this.listener = listener;
  }

  /**
   * Restores every database of the backup into a scratch server, compares, reads all files back,
   * and keeps the proof in the repository. The servers stay in the folder until they are discarded.
   */
  public ProvenBackup prove(SavedBackup backup, Path scratchFolder) {
    Instant began = Instant.now();
    var databases = new ArrayList<DatabaseProof>();
    FilesProof files;
    ReaderProof independent;
    try (var checking = reader.begin(backup.snapshotId().hex())) {
      for (DatabasePart part : backup.document().databases()) {
        databases.add(prove(backup, part, scratchFolder));
      }
      files = readFiles(backup);
      listener.says("letting restic check the repository");
      independent = checking.outcome();
    }
    if (!independent.passed() && !independent.outcome().startsWith("not asked")) {
      throw unequal(backup, List.of(independent.program() + " " + independent.outcome()));
    }
    Party self = Party.self();
    var proof =
        new Proof(
            Proof.VERSION,
            backup.id(),
            repository.stack(),
            Instant.now(),
            self.username() + "@" + self.hostname(),
            inventoryDigest(backup),
            databases,
            files,
            independent,
            Duration.between(began, Instant.now()).toMillis() / 1000.0);
    repository.save(TAG, backup.id().text(), pages(proof));
    return new ProvenBackup(backup, proof);
  }

  private static Map<String, byte[]> pages(Proof proof) {
    var pages = new LinkedHashMap<String, byte[]>();
    pages.put("proof.json", Json.pretty(proof));
    pages.put("proof.txt", ProofPage.of(proof).getBytes(StandardCharsets.UTF_8));
    return pages;
  }

  private String inventoryDigest(SavedBackup backup) {
    return Id.hash(repository.read(backup.tree(), "inventory.json")).hex();
  }

  private DatabaseProof prove(SavedBackup backup, DatabasePart part, Path scratchFolder) {
    Inventory saved = backup.inventory().databases().get(part.key());
    if (saved == null) {
      throw unequal(backup, List.of("the inventory says nothing of database " + part.key()));
    }
    Database database =
        scratch.database(scratchFolder, part.key(), part.name(), part.user(), saved);
    FreshTarget target =
        FreshTarget.compare(
            database.endpoint(),
            database.identity(),
            database.onServer(),
            List.of(saved.identity()));
    listener.says("restoring database " + part.key() + " into a scratch server, and comparing");
    database.create(target, saved);
    Inventory restored =
        new DatabaseLoading(repository, listener)
            .load(backup, part, saved, database, target, scratchFolder);
    return new DatabaseProof(
        part.key(),
        "PostgreSQL " + restored.major(),
        saved.tables().size(),
        saved.rows(),
        saved.sequences().size(),
        saved.schema().size(),
        saved.tables().stream()
            .filter(table -> !table.compared())
            .map(
                table ->
                    table.name()
                        + " ("
                        + table.kind().name().toLowerCase(java.util.Locale.ROOT)
                        + ")")
            .toList());
  }

  private FilesProof readFiles(SavedBackup backup) {
    listener.says("reading all files back");
    Blobs blobs = repository.repository().blobs();
    Meter meter = listener.meter();
    meter.total(backup.document().fileBytes());
    try (var readBack = new ReadBack(blobs, repository.cancellation(), meter)) {
      backup
          .document()
          .files()
          .forEach(part -> readBack.read(Subtrees.folder(blobs, backup.tree(), part.place())));
    }
    Progress read = meter.now();
    if (read.files() != backup.document().fileCount()
        || read.bytes() != backup.document().fileBytes()) {
      throw unequal(
          backup,
          List.of(
              "it holds "
                  + read.files()
                  + " files with "
                  + read.bytes()
                  + " bytes; stored were "
                  + backup.document().fileCount()
                  + " with "
                  + backup.document().fileBytes()));
    }
    return new FilesProof(read.files(), read.bytes(), readImages(backup));
  }

  private Optional<ImagesProof> readImages(SavedBackup backup) {
    int stored = 0;
    int pulled = 0;
    for (ImagesPart part : backup.document().images()) {
      for (KeptImage kept : part.images()) {
        if (kept.place().isPresent()) {
          readImage(backup, kept.image(), kept.place().get());
          stored++;
        } else {
          pulled++;
        }
      }
    }
    return stored + pulled == 0 ? Optional.empty() : Optional.of(new ImagesProof(stored, pulled));
  }

  private void readImage(SavedBackup backup, Image image, String place) {
    listener.says("reading image " + image + " back");
    Blobs blobs = repository.repository().blobs();
    Optional<String> problem;
    try (InputStream archive =
        Subtrees.open(blobs, backup.tree(), place + "/" + KeptImage.ARCHIVE)) {
      problem = ImageArchive.problem(archive, image);
    } catch (IOException | Json.InvalidException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    if (problem.isPresent()) {
      throw unequal(
          backup, List.of("the archive of image " + image + " is not whole: " + problem.get()));
    }
  }

  private FailureException unequal(SavedBackup backup, List<String> differences) {
    return new FailureException(
        Failure.Kind.LOST,
        "backup "
            + backup.id()
            + " is not proven; restored elsewhere it came out other than it was saved:\n"
            + String.join("\n", differences.subList(0, Math.min(20, differences.size())))
            + (differences.size() > 20 ? "\nand " + (differences.size() - 20) + " more" : ""),
        new Safety.Untouched("the stack is untouched; this backup must not be relied on"),
        "make another backup and prove that");
  }

  /** The newest proof of the backup, checked again to be of it. */
  public Optional<ProvenBackup> recall(SavedBackup backup) {
    List<Snapshots.Saved> proofs = repository.tagged(TAG, backup.id().text());
    if (proofs.isEmpty()) {
      return Optional.empty();
    }
    byte[] json = repository.read(proofs.getLast().snapshot().tree(), "proof.json");
    Proof proof = Json.read(new String(json, StandardCharsets.UTF_8), Proof.class);
    boolean ofThis =
        proof.backup().equals(backup.id())
            && proof.stack().equals(repository.stack())
            && proof.inventory().equals(inventoryDigest(backup));
    return ofThis ? Optional.of(new ProvenBackup(backup, proof)) : Optional.empty();
  }

  /** Takes the last look; only if nothing speaks against it there is leave to destroy. */
  public static DestroyPermit permit(ProvenBackup proven, LastLook look) {
    List<String> reasons = look.reasonsAgainst();
    if (!reasons.isEmpty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is destroyed, since " + String.join("; and ", reasons),
          new Safety.Standing(
              "the old stack stands; its backup " + proven.backup().id() + " is proven"),
          "put that right; a new run makes a new backup and a new proof");
    }
    return new DestroyPermit(proven.backup().id());
  }
}
