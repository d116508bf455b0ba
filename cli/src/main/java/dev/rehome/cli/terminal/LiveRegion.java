package dev.rehome.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lines at the bottom of the terminal that are drawn again several times a second; what is printed
 * meanwhile scrolls above them.
 */
final class LiveRegion implements AutoCloseable {
  private static final int EVERY_MILLIS = 200;
  private static final String NO_WRAP = "\u001b[?7l"; // a long line must not become two
  private static final String WRAP = "\u001b[?7h";
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintStream terminal;
  private final Supplier<List<String>> content;
  private final Thread thread;
  private int drawn;

  /**
   * @param content the lines as they are now
   */
  LiveRegion(PrintStream terminal, Supplier<List<String>> content) {
    this.terminal = terminal;
    this.content = content;
    this.thread = Thread.ofVirtual().start(this::redraw);
  }

  private void redraw() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        aside(() -> {});
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Takes the lines away, lets something print or ask, and draws them again. */
  synchronized void aside(Runnable prints) {
    erase();
    prints.run();
    List<String> lines = content.get();
    terminal.print(NO_WRAP);
    lines.forEach(line -> terminal.print(line + "\n"));
    terminal.print(WRAP);
    terminal.flush();
    drawn = lines.size();
  }

  private void erase() {
    if (drawn > 0) {
      terminal.print("\u001b[" + drawn + "A\r" + ERASE_BELOW);
      terminal.flush();
      drawn = 0;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      erase();
    }
  }
}
