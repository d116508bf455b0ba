package dev.rehome.redeployment.side;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.host.StackHosts;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.run.Failures;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.RunRecord.Operation;
import dev.rehome.run.Stage;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.HostSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Meets machines that were just built, and waits until their own start-up is over: sshd answers
 * long before that, and what it starts would write into what is restored.
 */
public final class FirstContact {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration TO_BOOT = Duration.ofMinutes(10);

  private FirstContact() {}

  /**
   * Meets all.
   *
   * @param built how often they were built: each time they are other machines
   */
  public static void with(List<HostSettings> hosts, Side side, Operations operations, int built) {
    StackHosts named = side.sources().hosts();
    for (HostSettings host : nearestFirst(hosts)) {
      Host machine = named.at(host.name());
      operations.noted(
          met(host, built),
          Instant.class,
          () -> {
            operations.says("waiting for host " + host.name());
            meet(machine, operations);
            return Instant.now();
          });
      host.ready().ifPresent(ready -> await(ready, machine, side, operations));
    }
  }

  /**
   * Meets those of a stack that is half built, as far as they answer, and were not met before.
   *
   * @param stage that builds it
   */
  public static void tryEach(List<HostSettings> hosts, Side side, Run run, Stage stage) {
    int built = run.record().operation(stage.key(), "create").map(Operation::attempt).orElse(0);
    if (built == 0) {
      return;
    }
    for (HostSettings host : nearestFirst(hosts)) {
      String met = stage.key() + ": " + met(host, built);
      boolean known =
          run.entries().stream()
              .filter(entry -> entry.name().equals(Optional.of(met)))
              .anyMatch(run::isHere); // another machine has learned it for itself
      if (!known) {
        tryToMeet(host, side, run);
      }
    }
  }

  private static void tryToMeet(HostSettings host, Side side, Run run) {
    try {
      side.sources().hosts().at(host.name()).meet();
    } catch (RuntimeException e) {
      Failure why = Failures.of(e);
      if (why.kind() == Failure.Kind.STOPPED) {
        throw e;
      }
      run.listener().says("host " + host.name() + " is not met: " + why.whatHappened());
    }
  }

  private static String met(HostSettings host, int built) {
    return "met " + host.name() + " " + built;
  }

  /** A host that is reached through another one comes after it. */
  private static List<HostSettings> nearestFirst(List<HostSettings> hosts) {
    var sorted = new ArrayList<HostSettings>();
    var names = new HashSet<String>();
    while (sorted.size() < hosts.size()) {
      hosts.stream()
          .filter(host -> !names.contains(host.name()))
          .filter(host -> host.via().map(names::contains).orElse(true))
          .toList()
          .forEach(
              host -> {
                sorted.add(host);
                names.add(host.name());
              });
    }
    return sorted;
  }

  private static void meet(Host host, Operations operations) {
    Instant limit = Instant.now().plus(TO_BOOT);
    while (true) {
      try {
        host.meet();
        return;
      } catch (FailureException e) {
        if (Instant.now().isAfter(limit)) {
          throw e;
        }
        operations.pause(LOOK);
      }
    }
  }

  private static void await(Stack.Ready ready, Host host, Side side, Operations operations) {
    operations.says("waiting until host " + host.name() + " is ready");
    Instant limit = Instant.now().plus(ready.within());
    Command look = Command.of(ready.run().resolve(side.references()).toArray(String[]::new));
    Finished finished = host.run(look, Optional.empty());
    while (!finished.succeeded()) {
      if (Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "host "
                + host.name()
                + " was not ready after "
                + ready.limit()
                + ": \""
                + ready.run().text()
                + "\" does not succeed. "
                + finished.errors().strip(),
            Safety.NOTHING_CHANGED,
            "see what its start-up does, then rehome resume");
      }
      operations.pause(LOOK);
      finished = host.run(look, Optional.empty());
    }
  }
}
