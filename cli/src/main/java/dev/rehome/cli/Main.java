package dev.rehome.cli;

import dev.rehome.cli.terminal.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program. */
public final class Main {
  private static final int WAIT_FOR_SAFE_POINT = 10; // seconds

  private Main() {}

  public static void main(String[] arguments) {
    // A health check asks at an address under a name; to be set before anything speaks HTTP.
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ended)));
    int code = Commands.named(List.of(arguments)).execute(arguments);
    ended.countDown();
    if (!Task.CANCELLATION
        .wished()) { // else the runtime is ending already, with the signal's exit code
      System.exit(code);
    }
  }

  /** Ctrl-C: asks the command to stop, and waits until it has said so. */
  private static void stop(CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return;
    }
    Task.CANCELLATION.cancel();
    try {
      if (!ended.await(WAIT_FOR_SAFE_POINT, TimeUnit.SECONDS)) {
        System.err.println(
            "The command did not stop in time and was ended; the repository is valid.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
