package dev.rehome.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the same to many things, on one thread per processor. */
public final class Crew implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().daemon().factory());

  /** Waits until all are done; the first failure in the order of the list is thrown after that. */
  public <T> void each(List<T> things, Consumer<T> work) {
    var futures = new ArrayList<Future<?>>();
    for (T thing : things) {
      futures.add(threads.submit(() -> work.accept(thing)));
    }
    Future<?> failed = null;
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failed = failed == null ? future : failed;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    if (failed != null) {
      result(failed);
    }
  }

  /** Waits for what another thread does; what that failed with is thrown here. */
  public static <T extends @Nullable Object> T result(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while others worked", e);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
