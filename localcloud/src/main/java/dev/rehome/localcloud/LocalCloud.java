package dev.rehome.localcloud;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Key;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rehome.localcloud.fault.Fault;
import dev.rehome.localcloud.fault.Faults;
import dev.rehome.localcloud.http.Api;
import dev.rehome.localcloud.http.Call;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import dev.rehome.localcloud.rights.Projects;
import dev.rehome.localcloud.sql.Sql;
import dev.rehome.localcloud.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server, on loopback; what it keeps outlives it. */
public final class LocalCloud implements AutoCloseable {
  private static final String LOCK = "lock";

  private final FileChannel lock;
  private final Path log;
  private final List<Api> apis;
  private final Faults faults = new Faults();
  private final Storage storage;
  private final Projects projects = new Projects();
  private final Sql sql;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LocalCloud(Path data, int port) throws IOException {
    Files.createDirectories(data);
    lock = FileChannel.open(data.resolve(LOCK), CREATE, WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("another local cloud runs in " + data);
    }
    lock.truncate(0);
    lock.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
    log = data.resolve("calls.log");
    storage = new Storage(data.resolve("storage"));
    sql = new Sql(data.resolve("sql"), data.resolve("cloudsql"), faults, storage.access());
    apis =
        List.of(
            storage,
            request -> sql.call(request).map(call -> projects.guarded(request, call)),
            projects,
            this::ownCall);
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Starts one.
   *
   * @param port 0 for any that is free
   */
  public static LocalCloud start(Path data, int port) throws IOException {
    return new LocalCloud(data, port);
  }

  /** Ends one that runs in another process, and all servers of its instances. */
  public static void end(Path data) {
    try {
      if (Files.exists(data.resolve(LOCK))) {
        long pid = Long.parseLong(Files.readString(data.resolve(LOCK)).strip());
        ProcessHandle.of(pid).filter(each -> isOurs(data)).ifPresent(LocalCloud::end);
      }
      start(data, 0).close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not end the local cloud in " + data, e);
    }
  }

  /** Whether a living process holds the lock: numbers of processes are used again. */
  private static boolean isOurs(Path data) {
    try (FileChannel channel = FileChannel.open(data.resolve(LOCK), WRITE)) {
      return channel.tryLock() == null;
    } catch (IOException e) {
      throw new UncheckedIOException("could not look at " + data.resolve(LOCK), e);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    process.onExit().join();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Where clients find it. */
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  /** How many faults were asked for and did not happen yet. */
  public int pendingFaults() {
    return faults.pending();
  }

  /** Every call with its method and status, in the order of their ends. */
  public Path log() {
    return log;
  }

  private Optional<Call> ownCall(Request request) {
    return switch (request.verb() + " /" + String.join("/", request.path())) {
      case "POST /local/faults" ->
          Optional.of(
              new Call(
                  "local.faults.insert",
                  () -> {
                    faults.plan(request.json(Faults.Wanted.class));
                    return Response.json(new GenericJson());
                  }));
      case "DELETE /local/faults" ->
          Optional.of(
              new Call(
                  "local.faults.delete",
                  () -> {
                    faults.clear();
                    return Response.json(new GenericJson());
                  }));
      case "POST /local/instances" ->
          Optional.of(
              new Call(
                  "local.instances.update",
                  () -> {
                    DatabaseInstance wanted = request.json(DatabaseInstance.class);
                    sql.state(wanted.getProject(), wanted.getName(), wanted.getState());
                    return Response.json(new GenericJson());
                  }));
      case "POST /local/rights" ->
          Optional.of(
              new Call(
                  "local.rights.update",
                  () -> {
                    Rights wanted = request.json(Rights.class);
                    if (wanted.project.isEmpty()) {
                      storage.deny(wanted.bucket, wanted.denied);
                    } else {
                      projects.deny(wanted.project, wanted.denied);
                    }
                    return Response.json(new GenericJson());
                  }));
      default -> Optional.empty();
    };
  }

  /**
   * Rights to take away: {@code {"bucket": "b", "denied": ["storage.objects.delete"]}}, or of a
   * {@code project}.
   */
  public static final class Rights extends GenericJson {
    @Key private String bucket = "";
    @Key private String project = "";
    @Key private List<String> denied = List.of();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = Request.of(exchange);
      Optional<Call> call = apis.stream().flatMap(api -> api.call(request).stream()).findFirst();
      String method =
          call.map(Call::method).orElse("none " + request.verb() + " " + request.path());
      Optional<Fault> fault = faults.next(method, request.header("User-Agent"));
      Response response = answer(call, request, fault);
      request.body().transferTo(OutputStream.nullOutputStream()); // else the connection is lost
      boolean lost = fault.orElse(null) instanceof Fault.Lost;
      note(method, lost ? "lost" : String.valueOf(response.status()));
      if (!lost) {
        send(exchange, response);
      }
    }
  }

  private static Response answer(Optional<Call> call, Request request, Optional<Fault> fault)
      throws IOException {
    try {
      switch (fault.orElse(null)) {
        case Fault.Fail(int status, String reason) ->
            throw new Refusal(status, reason, "This was asked to fail.");
        case Fault.Delay(long milliseconds) -> Thread.sleep(milliseconds);
        case Fault.Lost(), Fault.Damage() -> {}
        case null -> {}
      }
      return call.orElseThrow(
              () ->
                  Refusal.notFound(
                      "There is no " + request.verb() + " /" + String.join("/", request.path())))
          .work()
          .run();
    } catch (Refusal e) {
      return Response.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.of(new Refusal(503, "backendError", "This server is being stopped."));
    } catch (RuntimeException e) {
      e.printStackTrace(); // a fault of this server's own: whoever runs it has to see it
      return Response.of(new Refusal(500, "internalError", String.valueOf(e)));
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        response.status(), response.length() == 0 || head ? -1 : response.length());
    if (response.length() > 0 && !head) {
      response.body().to(exchange.getResponseBody());
    }
  }

  private synchronized void note(String method, String status) throws IOException {
    Files.writeString(
        log,
        Instant.now() + " " + method + " " + status + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    sql.stop();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not let go of the folder", e);
    }
  }
}
