package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.LostLineException;
import dev.rehome.process.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.newsclub.net.unix.AFUNIXSocketFactory;

/** Opens connections; the only place that knows the driver. */
record Connections(Endpoint endpoint, Endpoint.Login login) {
  private static final String INVALID_PASSWORD = "28P01";
  private static final String INVALID_AUTHORIZATION = "28000";
  private static final String NO_SUCH_DATABASE = "3D000";

  /** What is set for a database or its users must not end or hinder long work of ours. */
  static final String UNLIMITED =
      "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
          + " -c default_transaction_read_only=off -c row_security=off";

  /** Seconds in which a server that runs and can be reached takes a connection. */
  private static final int SOON = 5;

  /** As SQL's standard numbers them: what went wrong with the connection itself. */
  private static final String OF_CONNECTIONS = "08";

  Connection open() {
    return open(endpoint.name());
  }

  /** To another database on the same server. */
  Connection open(String database) {
    try {
      return connect(database);
    } catch (SQLException e) {
      if (!lost(e) || !endpoint.again()) {
        throw unreachable(e);
      }
      try {
        return connect(database);
      } catch (SQLException again) {
        throw unreachable(again);
      }
    }
  }

  static boolean lost(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith(OF_CONNECTIONS);
  }

  static boolean noSuchDatabase(SQLException e) {
    return NO_SUCH_DATABASE.equals(e.getSQLState());
  }

  /** One attempt to look at a server: what it does not answer within some seconds fails. */
  Connection glance(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("connectTimeout", "" + SOON);
    properties.setProperty("loginTimeout", "" + 2 * SOON);
    properties.setProperty("socketTimeout", "" + 2 * SOON);
    return connect(database, properties);
  }

  private Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    return connect(database, properties);
  }

  private Connection connect(String database, Properties properties) throws SQLException {
    properties.setProperty("user", login.user());
    login.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    properties.setProperty("ApplicationName", "rehome");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", UNLIMITED);
    if (endpoint.isSocket()) {
      properties.setProperty("socketFactory", AFUNIXSocketFactory.FactoryArg.class.getName());
      properties.setProperty("socketFactoryArg", endpoint.host() + "/.s.PGSQL." + endpoint.port());
      properties.setProperty("sslmode", "disable");
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + (endpoint.isSocket() ? "localhost" : endpoint.host())
            + ":"
            + endpoint.port()
            + "/"
            + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8),
        properties);
  }

  private FailureException unreachable(SQLException e) {
    String next =
        switch (String.valueOf(e.getSQLState())) {
          case INVALID_PASSWORD, INVALID_AUTHORIZATION ->
              "check the password of " + login.user() + " for databases." + endpoint.key();
          case NO_SUCH_DATABASE -> "check the name of databases." + endpoint.key();
          default -> "check that the server runs and can be reached from here";
        };
    return new FailureException(
        new Failure(
            Failure.Kind.FAILED,
            "cannot connect to database " + endpoint + " as " + login.user() + ": " + said(e),
            Safety.NOTHING_CHANGED,
            java.util.List.of(next)),
        e);
  }

  static String said(SQLException e) {
    return String.valueOf(e.getMessage()).strip().replace("\n", "; ");
  }

  /** A failure in the middle of work. */
  FailureException failed(String doing, SQLException e) {
    var failure =
        new Failure(
            Failure.Kind.FAILED,
            doing + " failed on database " + endpoint + ": " + said(e),
            new Safety.Unknown("the database's own log tells more"),
            java.util.List.of("put that right, and start again"));
    return lost(e) && endpoint.near().isPresent()
        ? new LostLineException(failure, e)
        : new FailureException(failure, e);
  }
}
