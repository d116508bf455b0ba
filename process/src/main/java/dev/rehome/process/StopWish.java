package dev.rehome.process;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The operator's wish that the program stops, one for the program: commands that are being waited
 * for when it comes are ended, since one that hangs would keep the program from stopping. Those
 * that begin later are part of the way to a safe end.
 */
public final class StopWish {
  private static final AtomicInteger TO_THE_END = new AtomicInteger();
  private static volatile BooleanSupplier wished = () -> false;

  private StopWish() {}

  /** Says where to look for the wish; once, when the program starts. */
  public static void ask(BooleanSupplier source) {
    wished = source;
  }

  /**
   * Does work none of whose commands is ended by the wish, though it began before the wish came:
   * what puts something right, such as opening a stack again.
   */
  public static void toTheEnd(Runnable work) {
    TO_THE_END.incrementAndGet();
    try {
      work.run();
    } finally {
      TO_THE_END.decrementAndGet();
    }
  }

  static boolean wished() {
    return TO_THE_END.get() == 0 && wished.getAsBoolean();
  }
}
