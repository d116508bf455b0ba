package dev.rehome.task;

import dev.rehome.failure.FailureException;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Processes;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.HealthCheck;
import dev.rehome.stack.Stack.Sign;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A look at whether a stack is well.
 *
 * @param what is looked at, for the operator
 * @param look what is wrong; nothing is empty
 */
public record HealthLook(String what, Supplier<String> look) {
  private static final int CONNECT = 5_000; // milliseconds
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The looks that a check takes, in their order. */
  public static List<HealthLook> of(HealthCheck check, TaskCommands tasks, Processes processes) {
    References references = tasks.references();
    return switch (check.sign()) {
      case Sign.Get(var address, var at, int expect) -> {
        String url = address.resolve(references);
        HealthLook byName = new HealthLook(url, () -> unlike(expect, WebAnswer.of(url)));
        yield at.map(each -> each.resolve(references))
            .map(
                where ->
                    List.of(
                        new HealthLook(
                            url + " at " + where, () -> unlike(expect, WebAnswer.of(url, where))),
                        byName))
            .orElseGet(() -> List.of(byName));
      }
      case Sign.Tcp(var address) -> {
        String where = address.resolve(references);
        yield List.of(new HealthLook(where, () -> refusal(where)));
      }
      case Sign.Success(var run, var host) ->
          List.of(
              new HealthLook(
                  "\"" + run.text() + "\"" + host.map(name -> " on host " + name).orElse(""),
                  () -> failure(() -> tasks.command(run, host), processes)));
    };
  }

  /** What is wrong now; empty if nothing is. */
  public String wrong() {
    return look.get();
  }

  private static String unlike(int expected, String answer) {
    return answer.equals("" + expected) ? "" : answer;
  }

  private static String refusal(String where) {
    try (var socket = new Socket()) {
      URI uri = URI.create("tcp://" + where);
      if (uri.getHost() == null || uri.getPort() < 0) {
        return "nothing, since that is not HOST:PORT";
      }
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT);
      return "";
    } catch (IllegalArgumentException e) {
      return "nothing, since that is not HOST:PORT";
    } catch (IOException e) {
      return "no connection: " + Optional.ofNullable(e.getMessage()).orElse("");
    }
  }

  /** A host that cannot be reached yet is not well yet. */
  private static String failure(Supplier<Command> command, Processes processes) {
    try {
      Finished finished = processes.run(command.get(), LIMIT);
      return finished.succeeded()
          ? ""
          : "exit code " + finished.exitCode() + " " + finished.errors().strip();
    } catch (FailureException e) {
      return e.failure().whatHappened();
    }
  }
}
