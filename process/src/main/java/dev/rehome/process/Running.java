package dev.rehome.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs. Closing it kills what is left of its process group. */
public final class Running implements AutoCloseable {
  private final Command command;
  private final Process process;
  private final CompletableFuture<byte[]> output;
  private final CompletableFuture<byte[]> errors;

  Running(Command command, Process process) {
    this(command, process, gather(process.getInputStream()));
  }

  private Running(Command command, Process process, CompletableFuture<byte[]> output) {
    this.command = command;
    this.process = process;
    this.output = output;
    this.errors = gather(process.getErrorStream());
  }

  /** One whose output somebody else reads. */
  static Conversation conversation(Command command, Process process) {
    var running = new Running(command, process, CompletableFuture.completedFuture(new byte[0]));
    return new Conversation(running, process, running.errors);
  }

  private static CompletableFuture<byte[]> gather(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            return new byte[0]; // the process was killed
          }
        },
        task -> Thread.ofVirtual().start(task));
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

  /** Waits for the end; beyond the limit the group is killed and this fails. */
  public Finished finish(byte[] input, Duration limit) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It ended without reading all of its input; how it ended is what counts.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        signal("KILL");
        throw new IllegalStateException(
            command.arguments() + " did not end within " + limit.toSeconds() + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      signal("KILL");
      throw new IllegalStateException(
          "interrupted while waiting for " + command.arguments().getFirst(), e);
    }
    return new Finished(process.exitValue(), Text.of(output.join()), Text.of(errors.join()));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("KILL");
    }
  }
}
