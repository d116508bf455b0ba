package dev.rehome.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.backup.StackRepository;
import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.certificate.Migrations;
import dev.rehome.certificate.TableComparison;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.database.postgres.OwnServer;
import dev.rehome.database.postgres.ScratchServers;
import dev.rehome.files.Folders;
import dev.rehome.host.StackHosts;
import dev.rehome.process.Secret;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.stack.LocalReferences;
import dev.rehome.stack.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proof's database is believed only as far as the saved digests say. */
class ScratchCopyTest {
  private static final String SHOP = "shop";

  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static StackRepository repository;

  @SuppressWarnings("NullAway.Init")
  private static Prover prover;

  @SuppressWarnings("NullAway.Init")
  private static SavedBackup backup;

  private static final ScratchServers SCRATCH = new ScratchServers();

  @BeforeAll
  static void prove() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    server = new OwnServer();
    server.run("postgres", "CREATE DATABASE shop");
    server.run(
        SHOP,
        "CREATE TABLE orders (id int PRIMARY KEY, what text)",
        "INSERT INTO orders SELECT n, 'tea' FROM generate_series(1, 1000) n",
        "CREATE UNLOGGED TABLE cart (id int PRIMARY KEY)",
        "INSERT INTO cart SELECT generate_series(1, 10)",
        "SELECT lo_from_bytea(4711, 'content')");
    var opened =
        Repository.init(
            new LocalBackend(Files.createDirectory(folder.resolve("repository"))),
            new byte[] {1},
            () -> PasswordHash.of(2, 1, 1));
    repository = new StackRepository(opened.repository(), SHOP, new Cancellation());
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(
        file, "stack: shop\nrepository: {location: repository, password: \"${env:X}\"}\n");
    var hosts =
        new StackHosts(
            StackFile.read(file),
            new LocalReferences(Map.of(), folder),
            place -> {
              throw new IllegalStateException("there are no hosts");
            });
    var source = new Source(List.of(server.database(SHOP)), List.of(), List.of(), Map.of(), hosts);
    backup =
        new BackupTaking(repository, folder.resolve("dumps"), text -> {})
            .take(source, BackupDocument.Kind.SINGLE, Optional.empty());
    prover =
        new Prover(
            repository,
            SCRATCH,
            new IndependentReader(folder.resolve("nowhere").toString(), new Secret("x")),
            text -> {});
  }

  @AfterAll
  static void stop() throws IOException {
    SCRATCH.discard(scratchFolder());
    repository.close();
    server.close();
    Folders.remove(folder);
  }

  private static Path scratchFolder() {
    return folder.resolve("scratch");
  }

  private static Inventory saved() {
    return backup.inventory().databases().values().iterator().next();
  }

  /** As after a proof: the copy, and the new stack's database. */
  @BeforeEach
  void begin() {
    prover.copy(backup, SHOP, saved().tables(), scratchFolder());
    server.run("postgres", "DROP DATABASE IF EXISTS now", "CREATE DATABASE now TEMPLATE shop");
  }

  private static Database scratch() {
    return SCRATCH.database(scratchFolder(), SHOP, SHOP, "postgres", saved());
  }

  private static void run(Database database, String... statements) {
    OwnServer.run(database.endpoint(), statements);
  }

  private static Inventory now() {
    Database now = server.database("now");
    try (Moment moment = now.freeze()) {
      return now.inventory(moment);
    }
  }

  private static List<Inventory.Table> suspects() {
    return TableComparison.suspects(saved().tables(), now().tables());
  }

  /** What the certificate says, as Certify has it taken. */
  private static List<Difference> certificate(Database old, Migrations migrations) {
    return new TableComparison(server.database("now"), Optional.of(old), migrations)
        .differences(saved().tables(), old.tables(), now().tables());
  }

  private static List<String> lost(List<Difference> differences) {
    return differences.stream().filter(Difference::loss).map(Difference::what).toList();
  }

  private static String rowsOf(Database copy, String table) {
    return copy.texts(
            copy.tables().stream().filter(t -> t.name().equals(table)).findFirst().orElseThrow(),
            "count(*)")
        .getFirst();
  }

  @Test
  void aCopyThatHoldsWhatWasSavedIsTakenAsItIs() {
    server.run("now", "DELETE FROM orders WHERE id = 7");
    long before = scratch().identity().database();
    Database copy = prover.copy(backup, SHOP, suspects(), scratchFolder());
    assertThat(copy.identity().database()).isEqualTo(before);
    assertThat(lost(certificate(copy, Migrations.NONE))).containsExactly("table public.orders");
  }

  @Test
  void rowsThatAreGoneOnBothSidesAreLost() {
    server.run("now", "DELETE FROM orders WHERE id <= 10");
    run(scratch(), "DELETE FROM orders WHERE id <= 10");
    Database copy = prover.copy(backup, SHOP, suspects(), scratchFolder());
    assertThat(rowsOf(copy, "public.orders")).isEqualTo("1000");
    assertThat(certificate(copy, Migrations.UNKNOWN).getFirst().explanation())
        .startsWith("lost 10 rows");
  }

  @Test
  void rowsThatACrashTookOnBothSidesAreLost() {
    server.run("now", "TRUNCATE cart");
    crash(scratch());
    Database copy = prover.copy(backup, SHOP, suspects(), scratchFolder());
    assertThat(rowsOf(copy, "public.cart")).isEqualTo("10");
    assertThat(lost(certificate(copy, Migrations.UNKNOWN))).containsExactly("table public.cart");
  }

  @Test
  void aCopyThatIsGoneIsLoadedAgain() {
    server.run("now", "UPDATE orders SET what = 'milk' WHERE id = 7");
    SCRATCH.discard(scratchFolder());
    Database copy = prover.copy(backup, SHOP, suspects(), scratchFolder());
    assertThat(rowsOf(copy, "public.orders")).isEqualTo("1000");
  }

  /** Whatever the copy says: the saved numbers and digests count. */
  @Test
  void evenACopyWithTheSameDamageHidesNoLoss() {
    server.run("now", "DELETE FROM orders WHERE id <= 10");
    run(scratch(), "DELETE FROM orders WHERE id <= 10");
    assertThat(lost(certificate(scratch(), Migrations.UNKNOWN)))
        .containsExactly("table public.orders");
    server.run("now", "INSERT INTO orders SELECT n, 'milk' FROM generate_series(1, 10) n");
    run(scratch(), "INSERT INTO orders SELECT n, 'milk' FROM generate_series(1, 10) n");
    assertThat(lost(certificate(scratch(), Migrations.UNKNOWN)))
        .containsExactly("table public.orders");
  }

  @Test
  void aLargeObjectWithOtherContentIsLost() {
    server.run("now", "SELECT lo_put(4711, 0, 'CONTENT')");
    assertThat(lost(certificate(scratch(), Migrations.NONE))).containsExactly("large objects");
  }

  /** Kills one of its sessions as a machine without memory would; all others end, too. */
  private static void crash(Database database) {
    try (Connection connection = OwnServer.session(database.endpoint());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
