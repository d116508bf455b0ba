package dev.rehome.agent;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * On a host: packs go straight to the bucket and come from there, with a ticket of the operator's
 * for each. All else goes over the line, and so do packs once the bucket cannot be reached from
 * here or does not let them in.
 */
final class NearBackend implements Backend {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Made when it is needed first, since most repositories are reached over the line. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  private final Backend far;
  private volatile boolean near = true;
  private volatile boolean reached;

  NearBackend(Backend far) {
    this.far = far;
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    if (straight(Ticket.Use.PUT, name, BodyPublishers.ofByteArray(content), Optional.empty())
        .isEmpty()) {
      far.put(name, bytes);
    }
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    int wanted = into.remaining();
    if (wanted == 0) {
      return;
    }
    String range = "bytes=" + at + "-" + (at + wanted - 1);
    Optional<byte[]> bytes =
        straight(Ticket.Use.READ, name, BodyPublishers.noBody(), Optional.of(range))
            .filter(answer -> answer.length == wanted);
    if (bytes.isPresent()) {
      into.put(bytes.get());
    } else {
      far.read(name, at, into);
    }
  }

  /** The answer, if it was done there. */
  private Optional<byte[]> straight(
      Ticket.Use use, Name name, HttpRequest.BodyPublisher body, Optional<String> range) {
    Optional<Ticket> ticket =
        near && name.kind() == Name.Kind.PACK ? far.ticket(use, name) : Optional.empty();
    if (ticket.isEmpty()) {
      return Optional.empty();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ticket.get().uri())
            .timeout(LIMIT)
            .method(ticket.get().method(), body);
    ticket.get().headers().forEach(request::setHeader);
    range.ifPresent(value -> request.setHeader("Range", value));
    try {
      HttpResponse<byte[]> response =
          Http.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 == 2) {
        reached = true;
        return Optional.of(response.body());
      }
      // What passes, the operator's end tries again; what is refused here may be allowed there.
      near = near && response.statusCode() >= 500;
      return Optional.empty();
    } catch (IOException e) {
      near = reached; // else it cannot be reached from here
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String location() {
    return far.location();
  }

  @Override
  public void prepare() {
    far.prepare();
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return far.putIfAbsent(name, bytes);
  }

  @Override
  public byte[] readAll(Name name) {
    return far.readAll(name);
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    far.list(kind, each);
  }

  @Override
  public void delete(Name name) {
    far.delete(name);
  }
}
