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
record Call(Method method, Name.Kind kind, String name, long at, int length, byte[] content) {
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

  Call(Method method, Name name, long at, int length, byte[] content) {
    this(method, name.kind(), name.value(), at, length, content);
  }

  static Call of(Method method, Name name, ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return new Call(method, name, 0, 0, content);
  }

  static Call list(Name.Kind kind) {
    return new Call(Method.LIST, kind, "", 0, 0, new byte[0]);
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream(content.length + 128);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(method.name());
      out.writeUTF(kind.name());
      out.writeUTF(name);
      out.writeLong(at);
      out.writeInt(length);
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Call read(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new Call(
        Method.valueOf(in.readUTF()),
        Name.Kind.valueOf(in.readUTF()),
        in.readUTF(),
        in.readLong(),
        in.readInt(),
        in.readAllBytes());
  }

  /** Makes the call; the answer as bytes. */
  byte[] on(Backend backend) {
    return switch (method) {
      case PUT -> {
        backend.put(new Name(kind, name), ByteBuffer.wrap(content));
        yield new byte[0];
      }
      case PUT_IF_ABSENT ->
          new byte[] {
            (byte) (backend.putIfAbsent(new Name(kind, name), ByteBuffer.wrap(content)) ? 1 : 0)
          };
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
