package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Sources;
import dev.rehome.backup.StackRepository;
import dev.rehome.certificate.CertificateTaking;
import dev.rehome.certificate.DefinitionComparison;
import dev.rehome.certificate.Migrations;
import dev.rehome.certificate.TableComparison;
import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Inventory;
import dev.rehome.database.Inventory.Table;
import dev.rehome.database.Moment;
import dev.rehome.database.Rehearsal;
import dev.rehome.database.Scratch;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.infrastructure.State;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.redeployment.check.Preview;
import dev.rehome.redeployment.check.PreviewPage;
import dev.rehome.redeployment.side.Checkouts;
import dev.rehome.repository.Snapshots;
import dev.rehome.run.WorkListener;
import dev.rehome.stack.Stack;
import dev.rehome.task.TaskCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tries a revision's migrations on the copies that a proof loaded. The commands learn where these
 * are from their environment; nothing here tells them where the stack is.
 */
public record Previewing(
    Checkouts checkouts,
    StackRepository repository,
    Scratch scratch,
    Path stateFolder,
    WorkListener listener) {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final String TAG = "preview";
  private static final String PAGE = "preview.json";

  /** The commit, if there is anything to try of it. */
  public String commit(String revision) {
    if (checkouts.stack().preview().isEmpty()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "the stack file names no commands that migrate a copy",
          Safety.NOTHING_CHANGED,
          "add \"preview\" to "
              + checkouts.stack().file()
              + ": like migrate, with the database that REHOME_DATABASE_… names");
    }
    return revisions().commit(revision);
  }

  private Revisions revisions() {
    return checkouts.git();
  }

  /**
   * Migrates.
   *
   * @param scratchFolder where a proof has just loaded the backup's databases
   */
  public Preview preview(SavedBackup backup, String commit, Path scratchFolder) {
    Path folder = stateFolder.resolve("preview-" + ProcessHandle.current().pid());
    try {
      Path checkout = revisions().checkout(commit, folder.resolve("checkout"));
      Map<String, Rehearsal> rehearsals = new LinkedHashMap<>();
      for (DatabasePart part : backup.document().databases()) {
        Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(part.key()));
        rehearsals.put(
            part.key(),
            scratch.rehearse(
                scratch.database(scratchFolder, part.key(), part.name(), part.user(), saved),
                part.name()));
      }
      Map<String, List<Table>> before = new LinkedHashMap<>();
      rehearsals.forEach((key, each) -> before.put(key, each.copy().tables()));
      Instant began = Instant.now();
      List<Preview.Ran> ran = run(checkout, commit, rehearsals);
      double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
      listener.says("comparing with what was before");
      var taking = new CertificateTaking();
      var databases = new ArrayList<Preview.OfDatabase>();
      rehearsals.forEach(
          (key, rehearsal) -> {
            databases.add(new Preview.OfDatabase(key, rehearsal.ended()));
            Inventory saved = Objects.requireNonNull(backup.inventory().databases().get(key));
            compare(
                rehearsal,
                digested(Objects.requireNonNull(before.get(key)), saved),
                saved,
                checkout,
                taking);
          });
      var preview =
          new Preview(
              Preview.VERSION,
              backup.id(),
              commit,
              began,
              seconds,
              ran,
              databases,
              taking.certificate());
      repository.save(
          TAG,
          commit,
          Map.of(
              PAGE,
              Json.pretty(preview),
              "preview.txt",
              PreviewPage.of(preview).getBytes(StandardCharsets.UTF_8)));
      return preview;
    } finally {
      revisions().remove(folder.resolve("checkout"));
      Folders.remove(folder);
    }
  }

  /** The newest that was made of a commit. */
  static Optional<Preview> last(StackRepository repository, String commit) {
    List<Snapshots.Saved> all = repository.tagged(TAG, commit);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Json.read(
                new String(
                    repository.read(all.getLast().snapshot().tree(), PAGE), StandardCharsets.UTF_8),
                Preview.class));
  }

  private List<Preview.Ran> run(Path checkout, String commit, Map<String, Rehearsal> rehearsals) {
    var state = new State("", 0, Map.of(), List.of());
    var tasks =
        new TaskCommands(
            checkouts.stack(),
            new Sources(checkouts.stack(), checkouts.local(), checkouts.outside()),
            state,
            checkout,
            commit);
    var ran = new ArrayList<Preview.Ran>();
    for (Stack.Task task : checkouts.stack().preview()) {
      listener.says(task.run().text());
      Command command = tasks.command(task, variables(rehearsals));
      Instant began = Instant.now();
      Finished finished = command.run(task.within().plus(GRACE));
      if (!finished.succeeded()) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the command \""
                + task.run().text()
                + "\" (preview) "
                + TaskCommands.ended(task, finished)
                + ":\n"
                + lastLines(finished.output() + finished.errors()),
            Safety.NOTHING_CHANGED,
            "on the new stack it would fail as well: mend the migration before a run");
      }
      ran.add(
          new Preview.Ran(
              task.run().text(), Duration.between(began, Instant.now()).toMillis() / 1000.0));
    }
    return ran;
  }

  private static String lastLines(String text) {
    List<String> lines = text.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  /** Where the copies are: {@code REHOME_DATABASE_KEY_PORT} and so on, and psql's own for one. */
  private static Map<String, Secret> variables(Map<String, Rehearsal> rehearsals) {
    var all = new LinkedHashMap<String, Secret>();
    rehearsals.forEach(
        (key, rehearsal) -> {
          Endpoint copy = rehearsal.copy().endpoint();
          String name =
              "REHOME_DATABASE_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
          all.put(name + "HOST", new Secret(copy.host()));
          all.put(name + "PORT", new Secret("" + copy.port()));
          all.put(name + "NAME", new Secret(copy.name()));
          all.put(name + "USER", new Secret(copy.user().user()));
          all.put(name + "PASSWORD", copy.user().password().orElseThrow());
        });
    if (rehearsals.size() == 1) {
      Endpoint copy = rehearsals.values().iterator().next().copy().endpoint();
      all.put("PGHOST", new Secret(copy.host()));
      all.put("PGPORT", new Secret("" + copy.port()));
      all.put("PGDATABASE", new Secret(copy.name()));
      all.put("PGUSER", new Secret(copy.user().user()));
      all.put("PGPASSWORD", copy.user().password().orElseThrow());
    }
    return all;
  }

  /** Tables of the copy that were saved, with the digests that the proof found equal. */
  private static List<Table> digested(List<Table> tables, Inventory saved) {
    Map<String, Table> byName =
        saved.tables().stream().collect(Collectors.toMap(Table::name, Function.identity()));
    return tables.stream()
        .flatMap(
            table ->
                Optional.ofNullable(byName.get(table.name())).stream()
                    .map(
                        same ->
                            new Table(
                                table.number(),
                                table.name(),
                                table.kind(),
                                same.rows(),
                                same.digest(),
                                table.columns(),
                                table.key())))
        .toList();
  }

  private static void compare(
      Rehearsal rehearsal,
      List<Table> before,
      Inventory saved,
      Path checkout,
      CertificateTaking taking) {
    Database copy = rehearsal.copy();
    Inventory now;
    try (Moment moment = copy.freeze()) {
      now = copy.inventory(moment);
    }
    Database old = rehearsal.before();
    List<Table> oldTables = old.tables();
    Migrations migrations = Migrations.between(old, oldTables, copy, now.tables(), checkout);
    var differences =
        new ArrayList<>(
            new TableComparison(copy, Optional.of(old), migrations)
                .differences(before, oldTables, now.tables()));
    differences.addAll(new DefinitionComparison(migrations).differences(saved, now));
    taking.database(
        before.size(),
        before.stream().filter(Table::compared).mapToLong(Table::rows).sum(),
        differences);
  }
}
