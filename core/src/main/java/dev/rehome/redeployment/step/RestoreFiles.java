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

  private FilesRestored run(FileStores stores, Operations operations) {
    List<FilesSettings> settings = workshop.stack().files();
    long files = 0;
    long written = 0;
    var extra = new ArrayList<String>();
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).kept()) {
        continue;
      }
      FilesPart part = backup.document().filesPart(i, settings.get(i).include());
      FileSet target = side.sources().origin(settings.get(i));
      operations.says("restoring files below " + target);
      Owners owners = side.sources().owners(settings.get(i));
      FileStore store = stores.of(target);
      Id tree = workshop.backups().tree(backup, part.place());
      var to =
          new FileStore.Target(
              FreshFolder.ofNewStack(
                  store,
                  target,
                  backup.document().identities(),
                  Duration.between(backup.document().began(), run.clock().now())),
              owners,
              settings.get(i).mirror() ? Optional.of(target) : Optional.empty(),
              true);
      run.ensureHeld();
      FileStore.Restored restored = store.restore(tree, part.set().root(), to);
      refuse(restored.problems());
      operations.says("comparing files below " + target);
      FileStore.Compared compared = store.compare(tree, part.set().root(), target, owners);
      if (!compared.differing().isEmpty()) { // one looked right and was not
        run.ensureHeld();
        refuse(store.restore(tree, part.set().root(), to.doubting()).problems());
        compared = store.compare(tree, part.set().root(), target, owners);
      }
      refuse(compared.differing().stream().map(Object::toString).toList());
      compared.extra().forEach(each -> extra.add(each.path()));
      restored.removed().forEach(each -> extra.add(each + FilesRestored.REMOVED));
      files += part.files();
      written += restored.written();
    }
    return new FilesRestored(files, written, extra, images(stores, operations));
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
