import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The shop: GET / tells what there is, POST /orders takes an order with a note, GET /health. */
public final class Shop {
  private Shop() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("SHOP_WEB_PORT"));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange, Shop::summary));
    server.createContext("/health", exchange -> answer(exchange, Shop::health));
    server.createContext("/orders", exchange -> answer(exchange, () -> order(exchange)));
    server.start();
  }

  @FunctionalInterface
  private interface Page {
    String text() throws SQLException, IOException;
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    int status = 200;
    byte[] body;
    try {
      body = page.text().getBytes(StandardCharsets.UTF_8);
    } catch (SQLException e) {
      status = 503;
      body = "the database does not answer\n".getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Connection connection() throws SQLException {
    return DriverManager.getConnection(
        System.getenv("SHOP_DATABASE"), "shop", System.getenv("SHOP_PASSWORD"));
  }

  private static long number(String query) throws SQLException {
    try (Connection connection = connection();
        ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String health() throws SQLException {
    return "revision " + System.getenv("SHOP_REVISION") + ", " + number("SELECT 1") + "\n";
  }

  private static String summary() throws SQLException {
    return System.getenv("SHOP_TITLE") + "\n" + number("SELECT count(*) FROM orders") + " orders\n";
  }

  /** An order, and the note that came with it as an upload. */
  private static String order(HttpExchange exchange) throws SQLException, IOException {
    byte[] note = exchange.getRequestBody().readAllBytes();
    try (Connection connection = connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO orders (customer_id, note, details) VALUES (1, ?, '{}') RETURNING id")) {
      insert.setString(1, new String(note, StandardCharsets.UTF_8));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        Path uploads = Path.of(System.getenv("SHOP_HOME"), "uploads");
        Files.write(uploads.resolve("order-" + row.getLong(1)), note);
        return "order " + row.getLong(1) + "\n";
      }
    }
  }
}
