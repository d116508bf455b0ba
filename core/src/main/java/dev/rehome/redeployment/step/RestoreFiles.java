package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.BackupDocument.KeptImage;
import dev.rehome.backup.FileStores;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.files.FreshFolder;
import dev.rehome.images.ImageKeeping;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import dev.rehome.stack.Stack.FilesSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the files back, before migrations, since these may read them; then compares. */
record RestoreFiles(Workshop workshop, Run run, Side side, SavedBackup backup)
    implements Step<FilesRestored> {
  @Override
  public Class<FilesRestored> type() {
    return FilesRestored.class;
  }

  @Override
  public FilesRestored run(Operations operations) {
    KeptSecrets.verify(workshop, side, backup);
    try (FileStores stores = workshop.backups().files(side.sources().hosts(), operations.meter())) {
      return run(stores, operations);
    }
  }

  /** One set, and where of the backup it comes from. */
  private record Part(
      FilesPart saved, FileSet target, Owners owners, FileStore store, Id tree, boolean mirror) {
    FileStore.Compared compare() {
      return store.compare(tree, saved.set().root(), target, owners);
    }
  }

  private FilesRestored run(FileStores stores, Operations operations) {
    List<Part> parts = parts(stores);
    var stack = new NewStack(workshop, run, side);
    stack.noteRestoringFiles();
    long files = 0;
    long written = 0;
    var extra = new ArrayList<String>();
    for (Part part : parts) {
      operations.says("restoring files below " + part.target());
      FileStore.Restored restored = restored(part, target(part));
      restored.removed().forEach(each -> extra.add(each + FilesRestored.REMOVED));
      files += part.saved().files();
      written += restored.written();
    }
    List<FileStore.Compared> compared = compared(parts, operations);
    if (compared.stream().anyMatch(each -> !each.differing().isEmpty())) {
      stack.noteRestoringFiles();
      parts.forEach(part -> restored(part, target(part).doubting())); // one looked right, wrongly
      compared = compared(parts, operations);
    }
    for (FileStore.Compared each : compared) {
      refuse(each.differing().stream().map(Object::toString).toList());
      each.extra().forEach(more -> extra.add(more.path()));
    }
    return new FilesRestored(files, written, extra, images(stores, operations));
  }

  private List<Part> parts(FileStores stores) {
    var parts = new ArrayList<Part>();
    List<FilesSettings> settings = workshop.stack().files();
    for (int i = 0; i < settings.size(); i++) {
      FilesSettings set = settings.get(i);
      if (!set.kept()) {
        FilesPart saved = backup.document().filesPart(i, set.include());
        FileSet target = side.sources().origin(set);
        Id tree = workshop.backups().tree(backup, saved.place());
        Owners owners = side.sources().owners(set);
        parts.add(new Part(saved, target, owners, stores.of(target), tree, set.mirror()));
      }
    }
    return parts;
  }

  private FileStore.Target target(Part part) {
    return new FileStore.Target(
        FreshFolder.ofNewStack(
            part.store(),
            part.target(),
            backup.document().identities(),
            Duration.between(backup.document().began(), run.clock().now())),
        part.owners(),
        part.mirror() ? Optional.of(part.target()) : Optional.empty(),
        true);
  }

  private FileStore.Restored restored(Part part, FileStore.Target to) {
    run.ensureHeld();
    FileStore.Restored restored = part.store().restore(part.tree(), part.saved().set().root(), to);
    refuse(restored.problems());
    return restored;
  }

  /** Marked before: what others put there while it is compared is not the program's own. */
  private List<FileStore.Compared> compared(List<Part> parts, Operations operations) {
    new NewStack(workshop, run, side).noteFiles();
    return parts.stream()
        .map(
            part -> {
              operations.says("comparing files below " + part.target());
              return part.compare();
            })
        .toList();
  }

  /** Some at once; what is loaded comes one after the other. */
  private Optional<Integer> images(FileStores stores, Operations operations) {
    int count = 0;
    for (Source.Images here : side.sources().images()) {
      FileStore store = stores.of(here.host());
      var keeping = new ImageKeeping(here.engine(side.sources().hosts()));
      List<KeptImage> kept =
          backup.document().images().stream()
              .filter(part -> part.host().equals(here.host()))
              .flatMap(part -> part.images().stream())
              .toList();
      operations.says(
          "bringing back " + kept.size() + " images of " + here.host().orElse("this machine"));
      keeping.forEach(
          kept.stream()
              .<Runnable>map(
                  each ->
                      () ->
                          keeping.bring(
                              each.image(), each.digest(), command -> load(each, store, command)))
              .toList());
      count += kept.size();
    }
    return count == 0 ? Optional.empty() : Optional.of(count);
  }

  private void load(KeptImage kept, FileStore store, List<String> command) {
    Id tree = workshop.backups().tree(backup, kept.place().orElseThrow());
    run.ensureHeld();
    refuse(store.feed(tree, KeptImage.ARCHIVE, command).problems());
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new FailureException(
          Failure.Kind.LOST,
          problems.size()
              + " files or images did not come back as they were, first of all "
              + problems.getFirst(),
          Safety.NOTHING_CHANGED,
          "see what stands in the way there, then rehome resume");
    }
  }
}
