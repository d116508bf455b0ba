package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.backup.Outside;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.postgres.OwnServer;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.stack.LocalReferences;
import dev.rehome.stack.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stack file does not name goes with its server: that is said before, and looked for. */
class ServerLookTest {
  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @TempDir Path folder = Path.of("");
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  ServerLookTest() {}

  @BeforeAll
  static void start() {
    server = new OwnServer("max_prepared_transactions=5", "wal_level=replica", "max_wal_senders=1");
    server.run(
        "postgres",
        "CREATE ROLE shopper LOGIN",
        "CREATE DATABASE shop OWNER shopper",
        "CREATE DATABASE wiki OWNER shopper");
    server.run("shop", "CREATE TABLE orders (id int)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void clear() {
    for (String each : List.of("ledger", "closed")) {
      server.run(
          "postgres",
          "UPDATE pg_database SET datistemplate = false WHERE datname = '" + each + "'",
          "DROP DATABASE IF EXISTS " + each);
    }
  }

  private static String database(String key, String more) {
    return "  "
        + key
        + ": {host: 127.0.0.1, port: \""
        + server.port()
        + "\", user: postgres, password: \"${env:WORD}\""
        + more
        + "}\n";
  }

  private ServerLook look(String... databases) throws IOException {
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(
        file,
        "stack: shop\nrepository: {location: backups, password: \"${env:WORD}\"}\ndatabases:\n"
            + String.join("", databases));
    return new ServerLook(
        new Sources(
            StackFile.read(file),
            new LocalReferences(Map.of("WORD", server.password().reveal()), folder),
            new Outside(
                PostgresDatabase::new,
                place -> {
                  throw new IllegalStateException("nobody manages servers");
                },
                place -> {
                  throw new IllegalStateException("there are no hosts");
                })));
  }

  private void looked(String... databases) throws IOException {
    problems.clear();
    warnings.clear();
    look(databases).look(problems, warnings);
  }

  private static String shop() {
    return database("shop", "");
  }

  private void ledger() {
    server.run("postgres", "CREATE DATABASE ledger");
    server.run("ledger", "CREATE TABLE entries AS SELECT generate_series(1, 1000) AS id");
  }

  @Test
  void whatHoldsNothingIsNoLoss() throws IOException {
    looked(shop());
    assertThat(problems).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void aDatabaseThatIsNotNamedIsAProblem() throws IOException {
    ledger();
    looked(shop());
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .startsWith("database ledger (1 table; ")
        .contains(" would be lost with server 127.0.0.1:" + server.port())
        .contains("shared-server: true in databases.shop");
    assertThat(look(shop()).reasons()).isEqualTo(problems);
  }

  @Test
  void oneThatIsNamedIsNone() throws IOException {
    ledger();
    looked(shop(), database("ledger", ", disposable: true"));
    assertThat(problems).isEmpty();
    looked(shop(), database("other", ", name: ledger"));
    assertThat(problems).isEmpty();
  }

  @Test
  void whereTheServerStaysItIsOnlyMentioned() throws IOException {
    ledger();
    looked(shop(), database("wiki", ", kept: true"));
    assertThat(problems).isEmpty();
    assertThat(warnings).hasSize(1);
    looked(database("shop", ", shared-server: true"));
    assertThat(problems).isEmpty();
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("is on the server of databases.shop, and stays there");
    assertThat(look(database("shop", ", shared-server: true")).going()).isEmpty();
    assertThat(look(shop()).going()).containsExactly("shop");
  }

  @Test
  void whatCannotBeLookedIntoIsAProblem() throws IOException {
    server.run("postgres", "CREATE DATABASE closed ALLOW_CONNECTIONS false");
    looked(shop());
    assertThat(problems).singleElement().asString().startsWith("database closed (it takes no");
  }

  @Test
  void aDatabaseThatIsMarkedAsATemplateIsLookedInto() throws IOException {
    ledger();
    server.run("postgres", "ALTER DATABASE ledger IS_TEMPLATE true");
    looked(shop());
    assertThat(problems).singleElement().asString().startsWith("database ledger (1 table");
  }

  @Test
  void tablesInTheServersOwnDatabasesAreAProblem() throws IOException {
    for (String own : List.of("postgres", "template1")) {
      server.run(own, "CREATE TABLE notes (id int)");
      looked(shop());
      assertThat(problems).singleElement().asString().startsWith("database " + own + " (1 table");
      server.run(own, "DROP TABLE notes");
    }
  }

  @Test
  void aPreparedTransactionElsewhereIsAProblem() throws IOException {
    server.run("postgres", "BEGIN", "SELECT txid_current()", "PREPARE TRANSACTION 'later'");
    looked(shop());
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("prepared transaction 'later' in database postgres");
    server.run("postgres", "ROLLBACK PREPARED 'later'");
  }

  @Test
  void rolesAndSlotsAreMentioned() throws IOException {
    server.run(
        "postgres",
        "CREATE ROLE anna LOGIN",
        "SELECT pg_create_physical_replication_slot('standby')");
    looked(shop());
    assertThat(problems).isEmpty();
    assertThat(warnings)
        .hasSize(2)
        .anyMatch(each -> each.endsWith("needs are in no backup: anna"))
        .anyMatch(each -> each.contains("replication slot standby is in no backup"));
    server.run("postgres", "DROP ROLE anna", "SELECT pg_drop_replication_slot('standby')");
  }

  @Test
  void aServerThatCannotBeAskedIsAReasonAndOneThatIsGoneIsNone() throws IOException {
    assertThat(look(shop().replace("user: postgres", "user: nobody")).reasons())
        .singleElement()
        .asString()
        .startsWith("what else is on its server is not");
    assertThat(look(shop().replace("\"" + server.port() + "\"", "\"1\"")).reasons()).isEmpty();
  }

  @Test
  void whatIsMadeAfterABackupChangesTheMark() {
    Database shop = server.database("shop");
    var before = shop.serverMark();
    ledger();
    assertThat(shop.serverMark()).isNotEqualTo(before);
  }
}
