package dev.rehome.cli;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Signals;
import dev.rehome.cli.terminal.Stopping;
import dev.rehome.cli.terminal.Task;
import dev.rehome.process.StopWish;
import java.util.List;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // A health check asks at an address under a name; to be set before anything speaks HTTP.
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    StopWish.ask(Task.CANCELLATION::wished);
    var stopping =
        new Stopping(
            Task.CANCELLATION,
            Task::underWay,
            Task::notice,
            () -> Runtime.getRuntime().halt(ExitCode.STOPPED.code()));
    Signals.tell(stopping::asked);
    System.exit(Commands.named(List.of(arguments)).execute(arguments));
  }
}
