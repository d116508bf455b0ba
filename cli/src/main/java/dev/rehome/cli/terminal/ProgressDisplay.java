package dev.rehome.cli.terminal;

import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.progress.Progress;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows a meter while a command works: a bar on a terminal, an object a second with {@code --json},
 * else nothing.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final int BAR = 24;

  private final Output output;
  private final Meter meter;
  private final Thread thread;

  public ProgressDisplay(Output output, Meter meter) {
    this.output = output;
    this.meter = meter;
    this.thread = Thread.ofVirtual().unstarted(output.json() ? this::objects : this::bar);
    if (output.json() || onTerminal()) {
      thread.start();
    }
  }

  public static boolean onTerminal() {
    return System.console() != null
        && System.console().isTerminal()
        && !"dumb".equals(System.getenv("TERM"));
  }

  private void objects() {
    try {
      while (true) {
        Thread.sleep(1000);
        output.line("", fields(meter.now()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static Map<String, Object> fields(Progress progress) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", "progress");
    fields.put("files", progress.files());
    fields.put("bytes", progress.bytes());
    fields.put("stored", progress.stored());
    progress.totalBytes().ifPresent(total -> fields.put("total_bytes", total));
    fields.put("bytes_per_second", progress.rate());
    progress.remaining().ifPresent(left -> fields.put("seconds_remaining", left.toSeconds()));
    return fields;
  }

  private void bar() {
    PrintStream terminal = output.terminal();
    try {
      while (true) {
        Thread.sleep(200);
        terminal.print("\r\u001b[K" + line(meter.now()));
        terminal.flush();
      }
    } catch (InterruptedException e) {
      terminal.print("\r\u001b[K");
      terminal.flush();
    }
  }

  public static String line(Progress progress) {
    String done =
        Units.count(progress.files(), "file")
            + "  "
            + Units.bytes(progress.bytes())
            + "  "
            + Units.bytes(progress.rate())
            + "/s";
    if (progress.totalBytes().isEmpty()) {
      return done;
    }
    double part = Math.min(1, (double) progress.bytes() / Math.max(1, progress.totalBytes().get()));
    int full = (int) (part * BAR);
    String bar =
        "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + (int) (100 * part) + " %  ";
    return bar
        + done
        + progress.remaining().map(left -> "  " + Units.duration(left) + " left").orElse("");
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
