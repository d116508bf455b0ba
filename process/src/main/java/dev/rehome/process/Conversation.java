package dev.rehome.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A command that is spoken with while it runs. Closing it ends its input, upon which it is to end
 * soon; else it is killed, with all that it started.
 */
public final class Conversation implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Running running;
  private final Process process;

  Conversation(Running running, Process process) {
    this.running = running;
    this.process = process;
  }

  /** What it hears. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** What it says. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** What it printed on its standard error, once it has ended. */
  public String errors() {
    close();
    try {
      return running.errors();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How it ended, after it was heard and told all; what it said is not in it. */
  public Finished finished() {
    try {
      process.getOutputStream().close();
      return new Finished(process.waitFor(), "", running.errors());
    } catch (IOException e) {
      throw new UncheckedIOException("could not end what a command is told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended, or its line is cut: nobody hears that nothing more comes.
    }
    try {
      if (!process.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
        running.signal("KILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.signal("KILL");
    }
  }
}
