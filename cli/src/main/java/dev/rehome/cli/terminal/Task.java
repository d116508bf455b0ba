package dev.rehome.cli.terminal;

import dev.rehome.repository.Cancellation;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command: it ends in an exit code, and if it fails in a plain error. */
public abstract class Task implements Callable<Integer> {
  /** Set by Ctrl-C; one for the program, since it runs one command. */
  public static final Cancellation CANCELLATION = new Cancellation();

  private static volatile Optional<Output> speaking = Optional.empty();

  @Option(
      names = "--json",
      description = "Write one JSON object a line; the last one is the result.")
  private boolean json;

  /** The work itself; whatever it throws becomes an error message and an exit code. */
  protected abstract ExitCode run(Output output);

  /** What the program is at, for an operator who waits for its end. */
  public static String underWay() {
    return speaking.map(Output::underWay).orElse("its beginning");
  }

  /** Says something that is neither result nor failure. */
  public static void notice(String text) {
    speaking.ifPresent(output -> output.notice(text));
  }

  /** What to do next, in the words that the operator used. */
  protected String next(String line) {
    return line;
  }

  @Override
  public final Integer call() {
    var output = new Output(json);
    speaking = Optional.of(output);
    try {
      return run(output).code();
    } catch (RuntimeException | Error e) {
      if (System.getenv("REHOME_TRACE") != null) {
        e.printStackTrace();
      }
      Message message = Failures.of(e);
      output.failure(
          new Message(
              message.code(),
              message.whatHappened(),
              message.safe(),
              message.next().stream().map(this::next).toList()));
      return message.code().code();
    }
  }
}
