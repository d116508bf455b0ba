package dev.rehome.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A place that also answers by HTTP, to whoever has the right header. */
final class Bucket implements Backend {
  private static final Map<String, String> HEADERS = Map.of("Pass", "of this test");

  final AtomicInteger straight = new AtomicInteger();
  final AtomicInteger overTheLine = new AtomicInteger();
  private final Backend kept;
  private final int answer;
  private final HttpServer server;

  Bucket(Backend kept, int answer) throws IOException {
    this.kept = kept;
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var name = new Name(Name.Kind.PACK, exchange.getRequestURI().getPath().substring(1));
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] result = new byte[0];
    boolean allowed = "of this test".equals(exchange.getRequestHeaders().getFirst("Pass"));
    if (allowed && answer == 200) {
      straight.incrementAndGet();
      if (exchange.getRequestMethod().equals("PUT")) {
        kept.put(name, ByteBuffer.wrap(body));
      } else {
        String[] range =
            exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "").split("-");
        result =
            Arrays.copyOfRange(
                kept.readAll(name), Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
      }
    }
    exchange.sendResponseHeaders(allowed ? answer : 401, result.length == 0 ? -1 : result.length);
    exchange.getResponseBody().write(result);
    exchange.close();
  }

  @Override
  public Optional<Ticket> ticket(Ticket.Use use, Name name) {
    String place = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name.value();
    return Optional.of(
        new Ticket(use == Ticket.Use.PUT ? "PUT" : "GET", URI.create(place), HEADERS));
  }

  @Override
  public String location() {
    return kept.location();
  }

  @Override
  public void prepare() {
    kept.prepare();
  }

  private void count(Name name) {
    if (name.kind() == Name.Kind.PACK) {
      overTheLine.incrementAndGet();
    }
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    count(name);
    kept.put(name, bytes);
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return kept.putIfAbsent(name, bytes);
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    count(name);
    kept.read(name, at, into);
  }

  @Override
  public byte[] readAll(Name name) {
    return kept.readAll(name);
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    kept.list(kind, each);
  }

  @Override
  public void delete(Name name) {
    kept.delete(name);
  }

  @Override
  public void close() {
    server.stop(0);
    kept.close();
  }
}
