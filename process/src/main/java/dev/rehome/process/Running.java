package dev.rehome.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs. Closing it before it has ended kills its process group; what a command that
 * ended by itself left running, such as a service, goes on.
 */
public final class Running implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What a short command may take to end by itself once the program is to stop. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration ORDERLY = Duration.ofSeconds(10);

  /** What is printed arrives at once; longer than this only something else holds the pipes. */
  private static final Duration PIPES = Duration.ofSeconds(3);

  private final Command command;
  private final Process process;
  private final Gathering output;
  private final Gathering errors;

  /** Whether it began after the operator wished to stop. */
  private final boolean safeEnd;

  private boolean held;

  private Running(Command command, Process process, InputStream output, boolean safeEnd) {
    this.command = command;
    this.process = process;
    this.output = new Gathering(output);
    this.errors = new Gathering(process.getErrorStream());
    this.safeEnd = safeEnd;
  }

  static Running of(Command command, ProcessBuilder builder) throws IOException {
    boolean safeEnd = StopWish.wished();
    Process process = Launch.of(builder);
    return new Running(command, process, process.getInputStream(), safeEnd);
  }

  /** One whose output somebody else reads. */
  static Conversation conversation(Command command, ProcessBuilder builder) throws IOException {
    boolean safeEnd = StopWish.wished();
    Process process = Launch.of(builder);
    return new Conversation(
        new Running(command, process, InputStream.nullInputStream(), safeEnd), process);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends the signal, such as {@code INT} or {@code KILL}, to the process and everything that it
   * started.
   */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("could not signal " + command.arguments().getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the end, and gives what it had printed by then and shortly after: something that it
   * left running may hold its output for ever.
   *
   * @throws ProcessFailure if the limit passed, or the operator wished to stop; its group is ended
   */
  public Finished finish(byte[] input, Duration limit) {
    Thread.startVirtualThread(() -> feed(input));
    try {
      await(limit);
      return new Finished(process.exitValue(), printed(output), errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      signal("KILL");
      throw new IllegalStateException(
          "interrupted while waiting for " + command.arguments().getFirst(), e);
    }
  }

  private void feed(byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It ended without reading all of its input; how it ended is what counts.
    }
  }

  private void await(Duration limit) throws InterruptedException {
    long began = System.nanoTime();
    long stop = Long.MAX_VALUE;
    while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      long passed = System.nanoTime() - began;
      if (passed > limit.toNanos()) {
        end();
        throw new ProcessFailure(
            ProcessFailure.Reason.TIME_LIMIT,
            command.shown() + " did not end within " + text(limit) + ", and was ended",
            List.of("see why it takes so long, and start again"));
      }
      if (!safeEnd && stop == Long.MAX_VALUE && StopWish.wished()) {
        stop = passed + GRACE.toNanos();
      }
      if (passed > stop) {
        end();
        throw new ProcessFailure(
            ProcessFailure.Reason.STOPPED,
            "stopped as you asked; " + command.shown() + " was ended",
            List.of());
      }
    }
  }

  /** Some clean up when they are told to end: Terraform gives its lock back. */
  private void end() throws InterruptedException {
    signal("TERM");
    process.waitFor(ORDERLY.toMillis(), TimeUnit.MILLISECONDS);
    signal("KILL");
  }

  private static String text(Duration limit) {
    long seconds = limit.toSeconds();
    if (seconds >= 3600 && seconds % 3600 == 0) {
      return counted(seconds / 3600, "hour");
    }
    return seconds >= 60 && seconds % 60 == 0
        ? counted(seconds / 60, "minute")
        : limit.toMillis() / 1000.0 + " seconds";
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** What it printed on its standard error, once it has ended. */
  String errors() throws InterruptedException {
    return printed(errors);
  }

  private String printed(Gathering gathering) throws InterruptedException {
    held |= !gathering.endsWithin(held ? Duration.ZERO : PIPES);
    return Text.of(gathering.bytes());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("KILL");
    }
  }
}
