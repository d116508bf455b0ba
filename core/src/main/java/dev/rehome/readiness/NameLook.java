package dev.rehome.readiness;

import dev.rehome.infrastructure.State;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.Sign;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the address of a health check is the stack's by itself, or by a name that leads to it
 * only once somebody points it there.
 */
record NameLook(Stack stack, References values, State state) {
  /** Addresses in figures, which nobody has to be asked for. */
  private static final Predicate<String> NUMBERS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*")
          .asMatchPredicate();

  Findings look(Sign.Get get) {
    URI address;
    try {
      address = URI.create(get.address().resolve(values));
    } catch (IllegalArgumentException e) {
      return Findings.NONE; // asking says so
    }
    String name = address.getHost();
    if (name == null || given(name)) {
      return Findings.NONE;
    }
    Set<InetAddress> leads = addresses(name).collect(Collectors.toSet());
    if (leads.stream().anyMatch(InetAddress::isLoopbackAddress)) {
      return Findings.NONE; // this machine, which stays
    }
    Set<InetAddress> own = new HashSet<>();
    Stream.concat(hosts(), outputs().filter(NUMBERS))
        .flatMap(NameLook::addresses)
        .forEach(own::add);
    boolean here = leads.stream().anyMatch(own::contains);
    return Findings.later(
        "whether "
            + name
            + ", by which a health check asks, leads to it (today it leads to "
            + (here ? "the stack that runs" : "nothing that the stack tells of")
            + ")");
  }

  /** Whether the stack itself tells this name, as one of its own. */
  private boolean given(String name) {
    return Stream.concat(hosts(), outputs()).anyMatch(name::equals);
  }

  private Stream<String> hosts() {
    return stack.hosts().stream()
        .filter(host -> ReferenceLook.resolves(host.address(), values))
        .map(host -> host.address().resolve(values));
  }

  /** Any of them may be a secret, so none is ever asked the network for. */
  private Stream<String> outputs() {
    return state.outputs().values().stream();
  }

  private static Stream<InetAddress> addresses(String name) {
    try {
      return Stream.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return Stream.empty();
    }
  }
}
