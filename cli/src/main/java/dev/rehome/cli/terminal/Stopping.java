package dev.rehome.cli.terminal;

import dev.rehome.repository.Cancellation;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What each Ctrl-C means. The first has the command come to a safe end, however long that takes: a
 * stack that was stopped is opened again. The second says what is waited for; the third ends the
 * program at once. Without anybody at the keyboard it is never more than the first.
 */
public final class Stopping {
  private final Cancellation cancellation;
  private final Supplier<String> waitsFor;
  private final Consumer<String> says;
  private final Runnable endAtOnce;
  private int times;

  /**
   * @param waitsFor what the program is at
   */
  public Stopping(
      Cancellation cancellation,
      Supplier<String> waitsFor,
      Consumer<String> says,
      Runnable endAtOnce) {
    this.cancellation = cancellation;
    this.waitsFor = waitsFor;
    this.says = says;
    this.endAtOnce = endAtOnce;
  }

  /** A signal came; {@code name} without SIG. */
  public void asked(String name) {
    int time = time(name);
    if (time == 1) {
      cancellation.cancel();
      says.accept("Stopping at a safe point. Ctrl-C once more says what is waited for.");
    } else if (time == 2) {
      says.accept(
          "Still stopping; waiting for: "
              + waitsFor.get()
              + ". A third Ctrl-C ends Rehome at once, wherever it is.");
    } else if (time > 2) {
      endAtOnce.run();
    }
  }

  /** Which Ctrl-C it counts as; zero as none. */
  private synchronized int time(String name) {
    if (times > 0 && !name.equals(Signals.CTRL_C)) {
      return 0;
    }
    return ++times;
  }
}
