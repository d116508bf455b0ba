package dev.rehome.database.postgres;

import dev.rehome.database.Moment;
import java.sql.Connection;
import java.sql.SQLException;

/** A transaction held open so that others can read what it sees. */
final class ExportedSnapshot implements Moment {
  private final Connection connection;
  private final String snapshot;

  private ExportedSnapshot(Connection connection, String snapshot) {
    this.connection = connection;
    this.snapshot = snapshot;
  }

  static ExportedSnapshot take(Connection connection) throws SQLException {
    Sql.run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return new ExportedSnapshot(connection, Sql.text(connection, "SELECT pg_export_snapshot()"));
  }

  @Override
  public String snapshot() {
    return snapshot;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The transaction ends with the connection, however that ended.
    }
  }
}
