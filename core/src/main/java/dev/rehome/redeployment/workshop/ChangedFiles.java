package dev.rehome.redeployment.workshop;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.FileStores;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Sources;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.progress.Meter;
import dev.rehome.stack.Stack.FilesSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at the files of a stack that is half destroyed, beside a backup of them. */
public final class ChangedFiles {
  private ChangedFiles() {}

  /**
   * Reasons not to destroy the rest: what was added or changed; what is gone is no reason.
   *
   * @param passedOver what is not asked: of another look, or on a host that is no more
   */
  public static List<String> more(
      Workshop workshop, Sources sources, SavedBackup backup, Predicate<FilesSettings> passedOver) {
    return more(workshop, sources, backup, passedOver, Set.of(Difference.Kind.REMOVED));
  }

  /** Of these differences none counts: what was just built has folders of its own making. */
  public static List<String> more(
      Workshop workshop,
      Sources sources,
      SavedBackup backup,
      Predicate<FilesSettings> passedOver,
      Set<Difference.Kind> expected) {
    var reasons = new ArrayList<String>();
    List<FilesSettings> settings = workshop.stack().files();
    try (FileStores stores = workshop.backups().files(sources.hosts(), new Meter())) {
      for (int i = 0; i < settings.size(); i++) {
        if (!settings.get(i).kept() && !passedOver.test(settings.get(i))) {
          FilesPart part = backup.document().filesPart(i, settings.get(i).include());
          FileSet set = sources.origin(settings.get(i));
          FileStore.Compared compared =
              stores
                  .of(set)
                  .compare(
                      workshop.backups().tree(backup, part.place()),
                      part.set().root(),
                      set,
                      sources.owners(settings.get(i)));
          long changed =
              compared.differing().stream().filter(each -> !expected.contains(each.kind())).count()
                  + compared.extra().size();
          if (changed > 0) {
            reasons.add(changed + " files below " + set + " are not as the final backup has them");
          }
        }
      }
    }
    return reasons;
  }

  /** Whether there is anything of each set, changed or not. */
  public static boolean allStand(Workshop workshop, Sources sources) {
    try (FileStores stores = workshop.backups().files(sources.hosts(), new Meter())) {
      return sources.guarded().files().stream()
          .noneMatch(set -> stores.of(set).identity(set).entries().isEmpty());
    }
  }
}
