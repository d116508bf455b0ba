package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.FileStores;
import dev.rehome.backup.SavedBackup;
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
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.Lost;
import dev.rehome.redeployment.plan.StepResult.Certified;
import dev.rehome.redeployment.plan.StepResult.DatabasesRestored;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.repository.comparison.Difference.Kind;
import dev.rehome.repository.progress.Meter;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import dev.rehome.stack.Stack.FilesSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names what the migrations changed; what they did not has to be equal. */
record Certify(
    Workshop workshop,
    Run run,
    Side side,
    SavedBackup backup,
    DatabasesRestored restored,
    boolean back,
    boolean acceptLost)
    implements Step<Certified> {
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
    if (!lost.isEmpty() && !(acceptLost && Lost.seen(run).containsAll(lost))) {
      run.forget(Strategies.of(Strategies.RESTORE_FILES, back));
      Lost.note(run, Strategies.of(Strategies.CERTIFY, back), lost);
      throw new FailureException(
          Failure.Kind.LOST,
          "the new stack does not have all that was saved:\n" + String.join("\n", lost),
          Safety.NOTHING_CHANGED,
          "if a migration did that, mend it in another revision",
          "if all of that is meant to be so: rehome resume "
              + run.id()
              + " --accept-lost    accepts this, and nothing else");
    }
    new NewStack(workshop, run, side).noteLeft();
    return new Certified(certificate);
  }

  private void database(Database database, CertificateTaking taking) {
    String key = database.endpoint().key();
    Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
    List<Inventory.Table> before = before(key, saved);
    Inventory now;
    try (Moment moment = database.freeze()) {
      now = database.inventory(moment);
    }
    Optional<Database> old = scratch(key, TableComparison.suspects(saved.tables(), now.tables()));
    List<Inventory.Table> oldTables = old.map(Database::tables).orElse(List.of());
    Migrations migrations = migrations(database, old, oldTables, now.tables());
    var differences =
        new ArrayList<>(
            new TableComparison(database, old, migrations)
                .differences(before, oldTables, now.tables()));
    differences.addAll(new DefinitionComparison(migrations).differences(saved, now));
    taking.database(before.size(), saved.rows(), differences);
  }

  /**
   * What was saved; by their numbers in the new database tables are known when they are renamed.
   */
  private List<Inventory.Table> before(String key, Inventory saved) {
    Map<String, Inventory.Table> known =
        Objects.requireNonNull(restored.tables().get(key)).stream()
            .collect(Collectors.toMap(Inventory.Table::name, each -> each, (one, two) -> one));
    return saved.tables().stream()
        .map(
            table ->
                Optional.ofNullable(known.get(table.name()))
                    .map(
                        there ->
                            new Inventory.Table(
                                there.number(),
                                table.name(),
                                table.kind(),
                                table.rows(),
                                table.digest(),
                                there.columns(),
                                table.key()))
                    .orElse(table))
        .toList();
  }

  private Migrations migrations(
      Database database,
      Optional<Database> old,
      List<Inventory.Table> before,
      List<Inventory.Table> after) {
    return back || workshop.stack().migrate().isEmpty()
        ? Migrations.NONE
        : Migrations.between(old.orElse(database), before, database, after, side.checkout());
  }

  /** The proof's database, whose rows of some tables are still those that were saved. */
  private Optional<Database> scratch(String key, List<Inventory.Table> suspects) {
    return suspects.isEmpty()
        ? Optional.empty()
        : Optional.of(workshop.prover().copy(backup, key, suspects, workshop.scratchFolder()));
  }

  private void files(CertificateTaking taking) {
    try (FileStores stores = workshop.backups().files(side.sources().hosts(), new Meter())) {
      files(stores, taking);
    }
  }

  private void files(FileStores stores, CertificateTaking taking) {
    List<FilesSettings> settings = workshop.stack().files();
    boolean migrated = !workshop.stack().migrate().isEmpty();
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).kept()) {
        continue;
      }
      FilesPart part = backup.document().filesPart(i, settings.get(i).include());
      FileSet target = side.sources().origin(settings.get(i));
      FileStore.Compared compared =
          stores
              .of(target)
              .compare(
                  workshop.backups().tree(backup, part.place()),
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
