package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rehome.google.CloudSql;
import dev.rehome.managed.FreshInstance;
import dev.rehome.managed.ManagedInstance;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedServers;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.managed.ProxySockets;
import dev.rehome.run.RemoteOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the call that overwrites an instance does when the provider says no, or has another one. */
class RestoreCallTest {
  private static final ManagedInstance NEW = new ManagedInstance("shop", "db", "2026-02-02");
  private static final ManagedInstance OLD = new ManagedInstance("shop", "db", "2026-01-01");
  private final List<String> restores = new CopyOnWriteArrayList<>();
  private volatile String created = NEW.created();
  private volatile String refusal = "";

  @SuppressWarnings("NullAway.Init")
  private HttpServer api;

  RestoreCallTest() {}

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/restoreBackup")) {
      restores.add(path);
      answer(
          exchange,
          refusal.isEmpty() ? 200 : 429,
          refusal.isEmpty()
              ? "{\"name\": \"operation-1\"}"
              : "{\"error\": {\"code\": 429, \"message\": \""
                  + refusal
                  + "\", \"errors\": [{\"reason\": \"rateLimitExceeded\"}]}}");
    } else if (path.endsWith("/operations")) {
      answer(exchange, 200, "{}");
    } else {
      answer(
          exchange,
          200,
          "{\"createTime\": \""
              + created
              + "\", \"state\": \"RUNNABLE\", \"databaseVersion\": \"POSTGRES_15\","
              + " \"connectionName\": \"shop:eu:db\", \"settings\": {\"dataDiskSizeGb\": \"10\"}}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private RemoteOperation restoring() {
    String address = "http://127.0.0.1:" + api.getAddress().getPort() + "/";
    ManagedServer server =
        new CloudSql(Map.of("STORAGE_EMULATOR_HOST", address))
            .find(
                new ManagedServers.Place(
                    "shop",
                    "db",
                    new ProxySockets(Optional.empty(), Path.of("/nowhere")),
                    Optional.of(address)));
    var snapshot = new ManagedSnapshot(OLD, "4711", "2026-01-02", "POSTGRES_15", 10, Map.of());
    return server.restore(snapshot, FreshInstance.compare(NEW, OLD));
  }

  private RemoteOperation.Start begun() {
    return restoring().begin("1970-01-01T00:00:00Z");
  }

  @Test
  void theInstanceThatWasLookedAtIsOverwritten() {
    assertThat(begun()).isEqualTo(new RemoteOperation.Start.Begun("operation-1"));
  }

  @Test
  void anotherInstanceOfTheNameIsNotOverwritten() {
    created = OLD.created();
    assertThat(begun())
        .isEqualTo(
            new RemoteOperation.Start.Refused(
                "instance shop:db is another one than the one looked at before: it was made at"
                    + " 2026-01-01, that one at 2026-02-02"));
    assertThat(restores).isEmpty();
  }

  /** The dump is there; nobody waits half an hour for another restore. */
  @Test
  void aQuotaThatIsUsedUpIsARefusalAtOnce() {
    refusal = "Quota exceeded: restores of one backup in 30 minutes.";
    assertThat(begun()).isInstanceOf(RemoteOperation.Start.Refused.class);
    assertThat(restores).hasSize(1);
  }

  @Test
  void aQuotaOfCallsPerMinutePasses() {
    refusal = "Quota exceeded for quota metric 'Mutate' and limit 'Mutate per minute'.";
    Thread.startVirtualThread(
        () -> {
          while (restores.isEmpty()) {
            Thread.onSpinWait();
          }
          refusal = "";
        });
    assertThat(begun()).isEqualTo(new RemoteOperation.Start.Begun("operation-1"));
    assertThat(restores).hasSizeGreaterThan(1);
  }
}
