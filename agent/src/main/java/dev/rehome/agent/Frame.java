package dev.rehome.agent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One message on the line.
 *
 * @param id what an answer belongs to; 0 where nothing does
 * @param more goes on where the bytes end, so that a pack need not be copied to be sent; nothing in
 *     what is received
 */
record Frame(Kind kind, int id, byte[] bytes, ByteBuffer more) {
  /** What it is. */
  enum Kind {
    /** To the host: with what to work. */
    HELLO,
    /** To the host: a piece of work. */
    JOB,
    /** From the host: what came of it. */
    RESULT,
    /** From the host: why nothing came of it. */
    FAILURE,
    /** From the host: how far it is. */
    PROGRESS,
    /** From the host: a call of the repository's backend. */
    CALL,
    /** To the host: what the backend answers. */
    ANSWER,
    /** To the host: the backend's refusal. */
    REFUSAL,
    /** To the host: stop as soon as that is safe. */
    CANCEL,
    /** To the host, now and then: the line is up. */
    PING
  }

  /** No pack, index file or listing comes near that. */
  private static final int LARGEST = 1 << 30;

  /** Java copies what it reads and writes; pieces of this size it need not get memory for. */
  private static final int PIECE = 1 << 16;

  private static final List<Kind> KINDS = List.of(Kind.values());

  Frame(Kind kind, int id, byte[] bytes) {
    this(kind, id, bytes, ByteBuffer.allocate(0));
  }

  /** Reads the next one; empty if the line has ended. */
  static Optional<Frame> read(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    int kind = in.read();
    if (kind < 0) {
      return Optional.empty();
    }
    int id = data.readInt();
    int length = data.readInt();
    if (kind >= KINDS.size() || length < 0 || length > LARGEST) {
      throw new IOException("the other side does not speak as it should");
    }
    byte[] bytes = new byte[length];
    for (int at = 0, count; at < length; at += count) {
      count = in.read(bytes, at, Math.min(PIECE, length - at));
      if (count < 0) {
        throw new EOFException("the line ended in the middle of a message");
      }
    }
    return Optional.of(new Frame(KINDS.get(kind), id, bytes));
  }

  void write(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    data.writeByte(KINDS.indexOf(kind));
    data.writeInt(id);
    data.writeInt(bytes.length + more.remaining());
    data.write(bytes);
    byte[] piece = new byte[Math.min(PIECE, more.remaining())];
    for (ByteBuffer left = more.duplicate(); left.hasRemaining(); ) {
      int count = Math.min(piece.length, left.remaining());
      left.get(piece, 0, count);
      data.write(piece, 0, count);
    }
    data.flush();
  }
}
