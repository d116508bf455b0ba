package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackFiles;
import dev.rehome.certificate.Certificate;
import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.certificate.CertificateTaking;
import dev.rehome.certificate.DefinitionComparison;
import dev.rehome.certificate.Migrations;
import dev.rehome.certificate.TableComparison;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.redeployment.Run.Lost;
import dev.rehome.redeployment.StepResult.Certified;
import dev.rehome.redeployment.StepResult.DatabasesRestored;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.comparison.Difference.Kind;
import dev.rehome.repository.progress.Meter;
import dev.rehome.stack.Stack.FilesSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Names what the migrations changed; what they did not has to be equal. */
record Certify(
    Workshop workshop, Run run, Side side, SavedBackup backup, DatabasesRestored restored)
    implements Step<Certified> {
  @Override
  public Stage stage() {
    return Stage.CERTIFY;
  }

  @Override
  public Class<Certified> type() {
    return Certified.class;
  }

  @Override
  public Certified run(Operations operations) {
    var taking = new CertificateTaking();
    for (Database database : side.sources().restored()) {
      database(database, taking);
    }
    files(taking);
    Certificate certificate = taking.certificate();
    List<String> lost =
        certificate.differences().stream()
            .filter(Difference::loss)
            .map(each -> each.what() + " " + each.explanation())
            .toList();
    if (!lost.isEmpty() && !run.accepts(lost)) {
      run.forget(Stage.RESTORE_FILES);
      run.noted(Run.LOST, Lost.class, () -> new Lost(lost));
      throw new FailureException(
          Failure.Kind.LOST,
          "the new stack does not have all that was saved:\n" + String.join("\n", lost),
          Safety.NOTHING_CHANGED,
          "if a migration did that, mend it; what resumes restores and migrates again",
          "if all of that is meant to be so: rehome resume "
              + run.plan().run()
              + " --accept-lost    accepts this, and nothing else");
    }
    return new Certified(certificate);
  }

  private void database(Database database, CertificateTaking taking) {
    String key = database.endpoint().key();
    List<Inventory.Table> before = Objects.requireNonNull(restored.tables().get(key));
    Inventory now;
    try (Moment moment = database.freeze()) {
      now = database.inventory(moment);
    }
    Optional<Database> old = scratch(key);
    List<Inventory.Table> oldTables = old.map(Database::tables).orElse(List.of());
    Migrations migrations = migrations(database, old, oldTables, now.tables());
    Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
    var differences =
        new ArrayList<>(
            new TableComparison(database, old, migrations)
                .differences(before, oldTables, now.tables()));
    differences.addAll(new DefinitionComparison(migrations).differences(saved, now));
    long rows =
        before.stream().filter(Inventory.Table::compared).mapToLong(Inventory.Table::rows).sum();
    taking.database(before.size(), rows, differences);
  }

  private Migrations migrations(
      Database database,
      Optional<Database> old,
      List<Inventory.Table> before,
      List<Inventory.Table> after) {
    if (run.record().rollingBack() || workshop.stack().migrate().isEmpty()) {
      return Migrations.NONE;
    }
    return old.map(then -> Migrations.between(then, before, database, after, side.checkout()))
        .orElse(Migrations.UNKNOWN);
  }

  /** The proof's database, which still has the rows of before. */
  private Optional<Database> scratch(String key) {
    Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
    return backup.document().databases().stream()
        .filter(part -> part.key().equals(key))
        .map(
            part ->
                workshop
                    .scratch()
                    .database(
                        workshop.scratchFolder(), part.key(), part.name(), part.user(), saved))
        .filter(database -> database.identity().database() != 0)
        .findFirst();
  }

  private void files(CertificateTaking taking) {
    try (var stores = new StackFiles(workshop.repository(), side.sources().hosts(), new Meter())) {
      files(stores, taking);
    }
  }

  private void files(StackFiles stores, CertificateTaking taking) {
    List<FilesSettings> settings = workshop.stack().files();
    boolean migrated = !workshop.stack().migrate().isEmpty();
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).kept()) {
        continue;
      }
      FilesPart part = backup.document().filesPart(i, settings.get(i).include());
      FileSet target = side.sources().target(settings.get(i));
      FileStore.Compared compared =
          stores
              .of(target)
              .compare(
                  Subtrees.folder(
                      workshop.repository().repository().blobs(), backup.tree(), part.place()),
                  part.set().root(),
                  target,
                  side.sources().owners(settings.get(i)));
      taking.files(
          part.files(),
          compared.differing().stream()
              .map(
                  each ->
                      new Difference(
                          "file " + each.path(),
                          each.kind() == Kind.REMOVED
                              ? "is missing"
                              : "changed ("
                                  + each.kind().name().toLowerCase(java.util.Locale.ROOT)
                                  + ")",
                          each.kind() == Kind.REMOVED
                              || each.kind() == Kind.UNREADABLE
                              || !migrated))
              .toList());
    }
  }
}
