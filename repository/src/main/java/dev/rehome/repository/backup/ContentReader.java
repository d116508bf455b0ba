package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads contents of any length to their end, cuts them, and stores the pieces. One thread uses one
 * at a time.
 */
final class ContentReader {
  private static final int MOST =
      2 * Chunker.LARGEST; // room to read on while a largest piece is whole

  private final Chunker chunker;
  private final BlobWriter writer;
  private final Meter meter;
  private final Cancellation cancellation;
  private byte[] buffer = new byte[Chunker.SMALLEST];

  ContentReader(Chunker chunker, BlobWriter writer, Meter meter, Cancellation cancellation) {
    this.chunker = chunker;
    this.writer = writer;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** Fills the array from the offset; fewer bytes than asked for only at the end. */
  interface Source {
    int read(byte[] into, int offset, int length) throws IOException;
  }

  /** What was read: its pieces in order, and its length in bytes. */
  record Content(List<Id> blobs, long size) {}

  Content store(Source source) throws IOException {
    var pieces = new ArrayList<CompletableFuture<Id>>();
    long size = 0;
    int filled = 0;
    for (boolean ended = false; !ended || filled > 0; ) {
      while (!ended && filled < buffer.length) {
        cancellation.check();
        int wanted = Math.min(buffer.length - filled, Chunker.SMALLEST);
        int count = source.read(buffer, filled, wanted);
        filled += count;
        size += count;
        meter.bytes(count);
        ended = count < wanted;
      }
      if (!ended && buffer.length < MOST) {
        buffer = Arrays.copyOf(buffer, Math.min(MOST, 8 * buffer.length));
        continue;
      }
      int from = 0;
      while (filled - from >= Chunker.LARGEST || (ended && from < filled)) {
        cancellation.check();
        int length = chunker.cut(buffer, from, filled);
        boolean all = ended && pieces.isEmpty() && length == filled;
        pieces.add(
            all
                ? CompletableFuture.completedFuture(writer.store(BlobType.DATA, buffer, length))
                : writer.storeBeside(BlobType.DATA, buffer, from, length));
        from += length;
      }
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
    }
    return new Content(pieces.stream().map(ContentReader::id).toList(), size);
  }

  private static Id id(CompletableFuture<Id> piece) {
    try {
      return piece.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
