package dev.rehome.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.database.WriteMark;
import dev.rehome.failure.FailureException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody writes changes the mark, and nothing else does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WriteMarkTest {
  private static final String SHOP = "shop";

  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer("max_prepared_transactions=5", "wal_level=replica", "max_wal_senders=1");
    server.run("postgres", "CREATE DATABASE shop", "CREATE DATABASE ledger", "CREATE ROLE shopper");
    server.run(
        SHOP,
        "CREATE TABLE orders (id serial PRIMARY KEY, what text NOT NULL DEFAULT 'tea')",
        "INSERT INTO orders SELECT generate_series(1, 1000)",
        "CREATE UNLOGGED TABLE cart (id int)",
        "CREATE VIEW names AS SELECT id FROM orders",
        "CREATE FUNCTION price() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE colour AS ENUM ('red')",
        "CREATE TABLE unchecked (n int)",
        "ALTER TABLE unchecked ADD CONSTRAINT small CHECK (n < 10) NOT VALID",
        "CREATE FUNCTION noticed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER noticed BEFORE INSERT ON cart FOR EACH ROW EXECUTE FUNCTION noticed()",
        "GRANT SELECT ON orders TO shopper",
        "SELECT lo_from_bytea(4711, 'content'), lo_create(4712)");
    assertThat(mark()).isEqualTo(mark());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static WriteMark mark() {
    return server.database(SHOP).mark();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(
      strings = {
        "INSERT INTO orders VALUES (2000)",
        "UPDATE orders SET what = 'milk' WHERE id = 1",
        "DELETE FROM orders WHERE id = 2",
        "TRUNCATE unchecked",
        "INSERT INTO cart VALUES (1)",
        "COPY cart FROM PROGRAM 'echo 7'",
        "SELECT nextval('orders_id_seq')",
        "SELECT setval('orders_id_seq', 5000, false)",
        "SELECT lo_put(4711, 0, 'CONTENT')",
        "SELECT lo_put(4712, 0, 'first')",
        "SELECT lo_truncate(lo_open(4711, 131072), 3)",
        "SELECT lo_unlink(4712)",
        "SELECT lo_create(4713)",
        "GRANT SELECT ON LARGE OBJECT 4711 TO shopper",
        "CREATE TABLE another (id int)",
        "CREATE SCHEMA other",
        "CREATE TABLE copied AS SELECT * FROM orders",
        "ALTER TABLE orders ADD COLUMN more int",
        "ALTER TABLE orders ALTER COLUMN what SET DEFAULT 'coffee'",
        "ALTER TABLE orders ALTER COLUMN what DROP NOT NULL",
        "ALTER TABLE cart DISABLE TRIGGER noticed",
        "ALTER TABLE orders RENAME COLUMN more TO less",
        "ALTER TABLE unchecked VALIDATE CONSTRAINT small",
        "ALTER SEQUENCE orders_id_seq INCREMENT 5",
        "CREATE OR REPLACE VIEW names AS SELECT id + 0 AS id FROM orders",
        "CREATE OR REPLACE FUNCTION price() RETURNS int LANGUAGE sql AS 'SELECT 2'",
        "ALTER TYPE colour ADD VALUE 'blue'",
        "COMMENT ON TABLE orders IS 'all of them'",
        "GRANT UPDATE ON orders TO shopper",
        "REVOKE SELECT ON orders FROM shopper",
        "GRANT UPDATE (what) ON orders TO shopper",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO shopper",
        "ALTER TABLE cart OWNER TO shopper",
        "GRANT TEMPORARY ON DATABASE shop TO shopper",
        "ALTER DATABASE shop SET work_mem = '5MB'",
        "ALTER ROLE shopper SET work_mem = '6MB'",
        "ALTER ROLE shopper LOGIN",
        "CREATE DOMAIN age AS int",
        "CREATE POLICY mine ON orders USING (true)",
        "CREATE PUBLICATION all_of_it FOR TABLE orders",
        "SELECT pg_stat_reset()",
        "SELECT pg_stat_reset_single_table_counters('orders'::regclass)",
        "DROP TABLE another",
        "DROP FUNCTION price",
      })
  void everyWriteIsNoticed(String write) {
    WriteMark before = mark();
    server.run(SHOP, "BEGIN", write, "COMMIT");
    assertThat(mark()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(
      strings = {
        "SELECT count(*) FROM orders",
        "CREATE TEMPORARY TABLE mine AS SELECT * FROM orders",
        "VACUUM",
        "ANALYZE",
        "CHECKPOINT",
        "SELECT pg_switch_wal()",
        "SET work_mem = '7MB'",
      })
  void whatWritesNothingLeavesItAsItIs(String read) {
    WriteMark before = mark();
    server.run(SHOP, read);
    assertThat(mark()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void whatIsWrittenElsewhereLeavesItAsItIs() {
    WriteMark before = mark();
    server.run("ledger", "CREATE TABLE entries (id int)", "INSERT INTO entries VALUES (1)");
    assertThat(mark()).isEqualTo(before);
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(
      strings = {
        "CREATE DATABASE later",
        "CREATE ROLE later",
        "ALTER ROLE later CREATEDB",
        "GRANT shopper TO later",
        "ALTER ROLE later SET work_mem = '5MB'",
        "SELECT pg_create_physical_replication_slot('later')",
        "ALTER DATABASE later RENAME TO latest",
        "DROP DATABASE latest",
      })
  void whatIsMadeOnTheServerIsNoticed(String statement) {
    WriteMark before = server.database(SHOP).serverMark();
    server.run("postgres", statement);
    assertThat(server.database(SHOP).serverMark()).isNotEqualTo(before);
    assertThat(server.database(SHOP).serverMark()).isEqualTo(server.database(SHOP).serverMark());
  }

  @Test
  @Order(4)
  void countersThatACrashSetBackNeverEqualThoseOfBefore() {
    server.run(SHOP, "SELECT pg_stat_reset()");
    WriteMark before = mark();
    server.run(SHOP, "UPDATE orders SET what = 'lost?' WHERE id = 5");
    server.crash();
    server.startAgain();
    assertThat(mark()).isNotEqualTo(before);
    assertThat(mark()).isEqualTo(mark());
  }

  @Test
  @Order(5)
  void noMarkIsMadeOfADatabaseInWhichATransactionWaitsForItsEnd() throws SQLException {
    WriteMark before = mark();
    server.run(
        SHOP, "BEGIN", "UPDATE orders SET what = 'later' WHERE id = 6", "PREPARE TRANSACTION 'x'");
    assertThatThrownBy(WriteMarkTest::mark)
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("a prepared transaction waits for its end: 'x'");
    server.run(SHOP, "COMMIT PREPARED 'x'");
    assertThat(mark()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @Order(6)
  @ValueSource(
      strings = {
        "ALTER DATABASE shop SET track_counts = off; ALTER DATABASE shop RESET track_counts",
        "ALTER ROLE shopper SET track_counts = off; ALTER ROLE shopper RESET track_counts",
        "ALTER ROLE shopper IN DATABASE shop SET track_counts = 'no'; ALTER ROLE shopper IN"
            + " DATABASE shop RESET track_counts",
        "CREATE FUNCTION blind() RETURNS int LANGUAGE sql SET track_counts = off AS 'SELECT 1';"
            + " DROP FUNCTION blind()",
        "ALTER SYSTEM SET track_counts = off; ALTER SYSTEM RESET track_counts",
      })
  void whereWritesAreNotCountedThereIsNoMark(String blindness) throws SQLException {
    String[] offAndOn = blindness.split("; ");
    try (Connection connection = server.session(SHOP)) {
      Sql.run(connection, offAndOn[0]);
      reload(connection);
      assertThatThrownBy(WriteMarkTest::mark)
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("track_counts is off");
      assertThat(server.database(SHOP).obstacles())
          .anyMatch(each -> each.contains("track_counts is off"));
      Sql.run(connection, offAndOn[1]);
      reload(connection);
    }
    assertThat(mark()).isEqualTo(mark());
  }

  private static void reload(Connection connection) throws SQLException {
    Sql.run(connection, "SELECT pg_reload_conf()");
    Sql.run(connection, "SELECT pg_sleep(0.3)");
  }
}
