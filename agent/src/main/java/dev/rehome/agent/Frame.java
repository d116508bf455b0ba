package dev.rehome.agent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * One message on the line.
 *
 * @param id what an answer belongs to; 0 where nothing does
 */
record Frame(Kind kind, int id, byte[] bytes) {
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

  private static final List<Kind> KINDS = List.of(Kind.values());

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
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the line ended in the middle of a message");
    }
    return Optional.of(new Frame(KINDS.get(kind), id, bytes));
  }

  void write(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    data.writeByte(KINDS.indexOf(kind));
    data.writeInt(id);
    data.writeInt(bytes.length);
    data.write(bytes);
    data.flush();
  }
}
