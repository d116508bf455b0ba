package dev.rehome.agent;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * A call of a backend from the other end of the line.
 *
 * @param at offset, where that means something
 * @param length in bytes, where that means something
 */
record Call(Method method, Name.Kind kind, String name, long at, int length, ByteBuffer content) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Which. */
  enum Method {
    PUT,
    PUT_IF_ABSENT,
    READ,
    READ_ALL,
    TICKET_TO_READ,
    TICKET_TO_PUT,
    LIST,
    DELETE
  }

  Call(Method method, Name name, long at, int length) {
    this(method, name.kind(), name.value(), at, length, NOTHING);
  }

  static Call of(Method method, Name name, ByteBuffer bytes) {
    return new Call(method, name.kind(), name.value(), 0, 0, bytes.duplicate());
  }

  static Call list(Name.Kind kind) {
    return new Call(Method.LIST, kind, "", 0, 0, NOTHING);
  }

  Frame frame(int id) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(method.name());
      out.writeUTF(kind.name());
      out.writeUTF(name);
      out.writeLong(at);
      out.writeInt(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Frame(Frame.Kind.CALL, id, bytes.toByteArray(), content);
  }

  static Call read(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new Call(
        Method.valueOf(in.readUTF()),
        Name.Kind.valueOf(in.readUTF()),
        in.readUTF(),
        in.readLong(),
        in.readInt(),
        ByteBuffer.wrap(bytes, bytes.length - in.available(), in.available()));
  }

  /** Makes the call; the answer as bytes. */
  byte[] on(Backend backend) {
    return switch (method) {
      case PUT -> {
        backend.put(new Name(kind, name), content);
        yield new byte[0];
      }
      case PUT_IF_ABSENT ->
          new byte[] {(byte) (backend.putIfAbsent(new Name(kind, name), content) ? 1 : 0)};
      case READ -> {
        ByteBuffer into = ByteBuffer.allocate(length);
        backend.read(new Name(kind, name), at, into);
        yield into.array();
      }
      case READ_ALL -> backend.readAll(new Name(kind, name));
      case TICKET_TO_READ -> Message.bytes(backend.ticket(Ticket.Use.READ, new Name(kind, name)));
      case TICKET_TO_PUT -> Message.bytes(backend.ticket(Ticket.Use.PUT, new Name(kind, name)));
      case LIST -> RemoteBackend.listing(backend, kind);
      case DELETE -> {
        backend.delete(new Name(kind, name));
        yield new byte[0];
      }
    };
  }
}
