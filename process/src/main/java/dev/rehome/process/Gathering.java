package dev.rehome.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads what a process prints while it runs, since it would stop when a pipe is full. */
final class Gathering {
  private final ByteArrayOutputStream read = new ByteArrayOutputStream(); // it synchronizes
  private final CountDownLatch ended = new CountDownLatch(1);

  Gathering(InputStream stream) {
    Thread.startVirtualThread(() -> gather(stream));
  }

  private void gather(InputStream stream) {
    try {
      stream.transferTo(read);
    } catch (IOException e) {
      // the process was killed
    } finally {
      ended.countDown();
    }
  }

  /** Whether all was read by then: not, if something that the process started holds the pipe. */
  boolean endsWithin(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What was read so far. */
  byte[] bytes() {
    return read.toByteArray();
  }
}
