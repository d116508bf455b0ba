package dev.rehome.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Endpoint;
import dev.rehome.database.Presence;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a database that certainly does not answer is absent; a server that refuses is not gone. */
class PresenceTest {
  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer();
    server.run(
        "postgres",
        "CREATE DATABASE shop",
        "CREATE ROLE crowded LOGIN PASSWORD 'word' CONNECTION LIMIT 0",
        "CREATE DATABASE closed ALLOW_CONNECTIONS false");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Presence of(Endpoint endpoint) {
    return new PostgresDatabase(endpoint).presence();
  }

  private static Presence at(String host, int port) {
    return of(
        new Endpoint(
            "shop",
            host,
            port,
            "shop",
            new Endpoint.Login("shop", Optional.of(new Secret("word"))),
            Optional.empty()));
  }

  @Test
  void whatAnswersIsHere() {
    assertThat(of(server.endpoint("shop")))
        .isEqualTo(new Presence.Here(server.database("shop").identity()));
  }

  @Test
  void aNameThatItsServerDoesNotHaveIsAbsent() {
    assertThat(of(server.endpoint("nobody"))).isInstanceOf(Presence.Absent.class);
  }

  @Test
  void aPortAtWhichNobodyListensIsAbsent() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(at("127.0.0.1", port)).isInstanceOf(Presence.Absent.class);
    assertThat(at("localhost", port)).isInstanceOf(Presence.Absent.class);
  }

  @Test
  void aSocketThatIsNotThereIsAbsentUnlessItIsAProxys(@TempDir Path folder) {
    assertThat(at(folder.toString(), 5432)).isInstanceOf(Presence.Absent.class);
    assertThat(at(folder.resolve("gone").toString(), 5432)).isInstanceOf(Presence.Absent.class);
    assertThat(at(folder.resolve("project:region:shop").toString(), 5432))
        .isInstanceOf(Presence.Unknown.class);
  }

  @Test
  void aSocketThatNobodyServesAnyLongerIsAbsent(@TempDir Path folder) throws IOException {
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(folder.resolve(".s.PGSQL.5432")));
      assertThat(at(folder.toString(), 5432)).isInstanceOf(Presence.Unknown.class);
    }
    assertThat(at(folder.toString(), 5432)).isInstanceOf(Presence.Absent.class);
  }

  @Test
  void aServerThatRefusesIsNotGone() {
    assertThat(of(server.endpoint("shop", "postgres", new Secret("wrong"))))
        .isInstanceOf(Presence.Unknown.class);
    assertThat(of(server.endpoint("shop", "nobody", new Secret("word"))))
        .isInstanceOf(Presence.Unknown.class);
    assertThat(of(server.endpoint("shop", "crowded", new Secret("word"))))
        .isInstanceOf(Presence.Unknown.class);
    assertThat(of(server.endpoint("closed"))).isInstanceOf(Presence.Unknown.class);
    assertThat(of(server.endpoint("nobody", "postgres", new Secret("wrong"))))
        .isInstanceOf(Presence.Unknown.class);
  }

  @Test
  void aServerThatHangsUpIsNotGone() throws IOException {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(
          () -> {
            try {
              while (true) {
                socket.accept().close();
              }
            } catch (IOException e) {
              // the test is over
            }
          });
      assertThat(at("127.0.0.1", socket.getLocalPort())).isInstanceOf(Presence.Unknown.class);
    }
  }

  @Test
  void aServerThatSaysNothingIsNotGone() throws IOException {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(at("127.0.0.1", socket.getLocalPort())).isInstanceOf(Presence.Unknown.class);
    }
  }

  @Test
  void aNameThatIsNotKnownIsNotGone() {
    assertThat(at("nowhere.invalid", 5432)).isInstanceOf(Presence.Unknown.class);
  }
}
