package dev.rehome.repository;

import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The content of a file, from first to last blob. The next ones are fetched already while one is
 * read, since each is a journey to a repository that is far away.
 */
final class ContentStream extends InputStream {
  private static final int AHEAD = 4; // blobs, each of some MiB at most

  private final Blobs blobs;
  private final Iterator<Id> left;
  private final Deque<Future<byte[]>> coming = new ArrayDeque<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AHEAD, Thread.ofPlatform().daemon().factory());
  private InputStream now = InputStream.nullInputStream();

  ContentStream(Blobs blobs, List<Id> content) {
    this.blobs = blobs;
    this.left = content.iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    int count = now.read(bytes, at, length);
    while (count < 0) {
      while (coming.size() < AHEAD && left.hasNext()) {
        Id id = left.next();
        coming.add(threads.submit(() -> blobs.load(BlobType.DATA, id)));
      }
      if (coming.isEmpty()) {
        return -1;
      }
      now = new ByteArrayInputStream(Crew.result(coming.remove()));
      count = now.read(bytes, at, length);
    }
    return count;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
