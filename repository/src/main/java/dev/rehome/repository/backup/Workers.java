package dev.rehome.repository.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read files, one per processor; when all are busy and enough waits, the walker
 * helps.
 */
final class Workers implements AutoCloseable {
  private static final int WAITING = 256;

  private final ThreadLocal<ContentReader> readers;
  private final ThreadPoolExecutor threads;
  private final Runnable whenFailed;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Workers(Supplier<ContentReader> reader, Runnable whenFailed) {
    readers = ThreadLocal.withInitial(reader);
    this.whenFailed = whenFailed;
    int count = Runtime.getRuntime().availableProcessors();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  interface Work {
    void run(ContentReader reader) throws IOException;
  }

  void submit(Work work) {
    throwFailure();
    threads.execute(
        () -> {
          if (failure.get() != null) {
            return;
          }
          try {
            work.run(readers.get());
          } catch (IOException e) {
            fail(new UncheckedIOException(e));
          } catch (RuntimeException | Error e) {
            fail(e);
          }
        });
  }

  private void fail(Throwable e) {
    failure.compareAndSet(null, e);
    whenFailed.run();
  }

  void throwFailure() {
    Throwable failed = failure.get();
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
