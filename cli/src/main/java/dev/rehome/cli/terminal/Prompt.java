package dev.rehome.cli.terminal;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks on the terminal, and gives up when the operator types Ctrl-C in place of an answer. */
public final class Prompt {
  private static final int LOOK_MILLIS = 50;

  private Prompt() {}

  /** What was typed; nothing if there is no terminal, or it was closed. */
  public static Optional<String> line(String question) {
    return ask(console -> console.readLine("%s", question));
  }

  /** The same, with nothing shown. */
  public static Optional<char[]> hidden(String question) {
    return ask(console -> console.readPassword("%s", question));
  }

  private static <T> Optional<T> ask(Function<Console, T> reads) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    var answer = new CompletableFuture<Optional<T>>();
    Thread.ofPlatform()
        .daemon() // it reads until the program ends, if nobody answers
        .start(() -> answer.complete(Optional.ofNullable(reads.apply(console))));
    while (true) {
      Task.CANCELLATION.check();
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // not yet
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the terminal cannot be read", e);
      }
    }
  }
}
