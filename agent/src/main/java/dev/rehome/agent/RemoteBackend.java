package dev.rehome.agent;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** On a host: the operator's backend, at the other end of the line. */
final class RemoteBackend implements Backend {
  private final Line line;
  private final String location;
  private final AtomicInteger next = new AtomicInteger(1);
  private final Map<Integer, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

  RemoteBackend(Line line, String location) {
    this.line = line;
    this.location = location;
  }

  /** Takes in an answer or a refusal. */
  void answered(Frame frame) throws IOException {
    CompletableFuture<byte[]> call = waiting.remove(frame.id());
    if (call == null) {
      return;
    }
    if (frame.kind() == Frame.Kind.ANSWER) {
      call.complete(frame.bytes());
    } else {
      var in = new DataInputStream(new ByteArrayInputStream(frame.bytes()));
      call.completeExceptionally(
          new BackendException(BackendException.Kind.valueOf(in.readUTF()), in.readUTF()));
    }
  }

  private byte[] call(Call call) {
    int id = next.getAndIncrement();
    var answer = new CompletableFuture<byte[]>();
    waiting.put(id, answer);
    line.send(call.frame(id));
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BackendException refused
          ? new BackendException(refused.kind(), String.valueOf(refused.getMessage()), refused)
          : e;
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<Ticket> ticket(Ticket.Use use, Name name) {
    Call.Method method =
        switch (use) {
          case READ -> Call.Method.TICKET_TO_READ;
          case PUT -> Call.Method.TICKET_TO_PUT;
        };
    return Message.ticket(call(new Call(method, name, 0, 0)));
  }

  @Override
  public void prepare() {
    throw new IllegalStateException("no repository is made from a host");
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    call(Call.of(Call.Method.PUT, name, bytes));
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return call(Call.of(Call.Method.PUT_IF_ABSENT, name, bytes))[0] == 1;
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    into.put(call(new Call(Call.Method.READ, name, at, into.remaining())));
  }

  @Override
  public byte[] readAll(Name name) {
    return call(new Call(Call.Method.READ_ALL, name, 0, 0));
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    byte[] answer = call(Call.list(kind));
    var in = new DataInputStream(new ByteArrayInputStream(answer));
    try {
      while (in.available() > 0) {
        each.accept(new Entry(new Name(kind, in.readUTF()), in.readLong()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a listing that breaks off", e);
    }
  }

  /** A listing as an answer. */
  static byte[] listing(Backend backend, Name.Kind kind) {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    backend.list(
        kind,
        entry -> {
          try {
            out.writeUTF(entry.name().value());
            out.writeLong(entry.size());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return bytes.toByteArray();
  }

  @Override
  public void delete(Name name) {
    call(new Call(Call.Method.DELETE, name, 0, 0));
  }
}
