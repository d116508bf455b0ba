package dev.rehome.redeployment.side;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.host.StackHosts;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.run.Operations;
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
          "met " + host.name() + " " + built,
          Instant.class,
          () -> {
            operations.says("waiting for host " + host.name());
            meet(machine, operations);
            return Instant.now();
          });
      host.ready().ifPresent(ready -> await(ready, machine, side, operations));
    }
  }

  /** Meets those of a stack that is half built, as far as they answer. */
  public static void tryEach(List<HostSettings> hosts, Side side, Operations operations) {
    for (HostSettings host : nearestFirst(hosts)) {
      try {
        side.sources().hosts().at(host.name()).meet();
      } catch (FailureException e) {
        operations.says("host " + host.name() + " is not met: " + e.failure().whatHappened());
      }
    }
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
