package dev.rehome.proof;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.ImagesPart;
import dev.rehome.backup.BackupDocument.KeptImage;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
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
import dev.rehome.run.WorkListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Proves backups, and on such proofs alone gives leave to destroy. */
public final class Prover implements Proving {
  private static final String TAG = "proof";
  private static final int LOOKS = 4;

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

  @Override
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
    if (independent.outcome().speaksAgainst()) {
      throw unequal(backup, List.of(independent.program() + " " + independent.outcome().text()));
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
    Inventory restored = load(backup, part, saved, database, scratchFolder);
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

  private Inventory load(
      SavedBackup backup, DatabasePart part, Inventory saved, Database database, Path temporary) {
    FreshTarget target =
        FreshTarget.onScratch(database.endpoint(), database.identity(), saved.identity());
    listener.says("restoring database " + part.key() + " into a scratch server, and comparing");
    database.create(target, saved);
    return new DatabaseLoading(repository, listener)
        .load(backup, part, saved, database, target, temporary);
  }

  @Override
  public Database copy(
      SavedBackup backup, String key, List<Inventory.Table> tables, Path scratchFolder) {
    DatabasePart part =
        backup.document().databases().stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> unequal(backup, List.of("it holds no database " + key)));
    Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
    Database copy = scratch.database(scratchFolder, key, part.name(), part.user(), saved);
    if (!new ScratchCopy(copy).holds(tables)) {
      load(backup, part, saved, copy, scratchFolder);
    }
    return copy;
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

  @Override
  public Optional<ProvenBackup> recall(SavedBackup backup) {
    List<Snapshots.Saved> proofs = repository.tagged(TAG, backup.id().text());
    if (proofs.isEmpty()) {
      return Optional.empty();
    }
    byte[] json = repository.read(proofs.getLast().snapshot().tree(), "proof.json");
    Proof proof = Proof.read(new String(json, StandardCharsets.UTF_8));
    boolean ofThis =
        proof.backup().equals(backup.id())
            && proof.stack().equals(repository.stack())
            && proof.inventory().equals(inventoryDigest(backup))
            && !proof.reader().outcome().speaksAgainst();
    return ofThis ? Optional.of(new ProvenBackup(backup, proof)) : Optional.empty();
  }

  /** Takes the last look; only if nothing speaks against the plan there is leave to destroy. */
  public static DestroyPermit permit(ProvenBackup proven, DestroyPlan plan, LastLook look) {
    return permit(proven, plan, look, InstantSource.system());
  }

  /** The same by a clock of one's own. */
  public static DestroyPermit permit(
      ProvenBackup proven, DestroyPlan plan, LastLook look, InstantSource clock) {
    LastLook.Seen seen = lookAwake(plan, look, clock);
    List<String> reasons = reasonsAgainst(plan, seen, clock);
    if (!reasons.isEmpty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is destroyed, since " + String.join("; and ", reasons),
          new Safety.Untouched(
              "nothing was destroyed; backup " + proven.backup().id() + " is proven"),
          "put that right; a new run makes a new backup and a new proof");
    }
    return new DestroyPermit(proven.backup().id(), seen, clock);
  }

  /**
   * Whoever takes long to look may have been asleep between two questions, and what was done
   * meanwhile is not in the answers: so it is looked again, until one look takes about as long as
   * the one before, or no longer than what was seen stays fresh.
   */
  private static LastLook.Seen lookAwake(DestroyPlan plan, LastLook look, InstantSource clock) {
    Duration expected = DestroyPermit.FRESH;
    for (int i = 0; i < LOOKS; i++) {
      Instant began = clock.instant();
      LastLook.Seen seen = look.look(plan);
      Duration took = Duration.between(began, clock.instant()).abs();
      boolean against = seen.against().values().stream().anyMatch(each -> !each.isEmpty());
      if (against || took.compareTo(expected) <= 0) {
        return seen;
      }
      expected = took.plus(took.dividedBy(2));
    }
    throw new FailureException(
        Failure.Kind.NOT_READY,
        "nothing is destroyed, since each of "
            + LOOKS
            + " last looks took much longer than the one before: this machine seems to stand still"
            + " at times",
        Safety.NOTHING_CHANGED,
        "see what holds it up, and start again");
  }

  private static List<String> reasonsAgainst(
      DestroyPlan plan, LastLook.Seen seen, InstantSource clock) {
    var reasons = new ArrayList<>(plan.problems());
    if (!seen.plan().equals(plan.digest())) {
      reasons.add("the last look was about another plan");
    }
    if (!DestroyPermit.fresh(seen.at(), clock)) {
      reasons.add("the last look is older than a minute");
    }
    for (LastLook.Question question : LastLook.Question.values()) {
      List<String> against = seen.against().get(question);
      if (against == null) {
        reasons.add("nobody looked " + question.text());
      } else {
        reasons.addAll(against);
      }
    }
    return reasons.stream().distinct().toList();
  }
}
