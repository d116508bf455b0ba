package dev.rehome.infrastructure.terraform;

import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPlan.Doomed;
import dev.rehome.proof.DestroyPlan.Kept;
import dev.rehome.stack.Stack.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the stack file says of resources, by patterns of their addresses. What is declared kept
 * stays kept, whatever else fits it; of the others the one that says more counts.
 */
record Declarations(Map<String, Fate> byPattern) {
  Declarations {
    byPattern = Map.copyOf(byPattern);
  }

  /** What is said of an address: one fate, none, or several by patterns that say equally much. */
  Set<Fate> of(String address) {
    List<String> fitting = fitting(address);
    if (fitting.stream().anyMatch(pattern -> byPattern.get(pattern) == Fate.KEPT)) {
      return Set.of(Fate.KEPT);
    }
    Optional<String> best = fitting.stream().max(Patterns.BY_PRECISION);
    return fitting.stream()
        .filter(pattern -> Patterns.BY_PRECISION.compare(pattern, best.orElseThrow()) == 0)
        .map(byPattern::get)
        .collect(Collectors.toSet());
  }

  private List<String> fitting(String address) {
    return byPattern.keySet().stream()
        .filter(pattern -> Patterns.matches(pattern, address))
        .toList();
  }

  /** Patterns that fit nothing there is: mistakes, unless what they name was to be elsewhere. */
  List<String> withoutResource(State state) {
    return byPattern.keySet().stream()
        .filter(pattern -> byPattern.get(pattern) != Fate.KEPT && fitted(pattern, state).isEmpty())
        .sorted()
        .toList();
  }

  private static List<String> fitted(String pattern, State state) {
    return state.resources().stream()
        .map(State.Resource::address)
        .filter(address -> Patterns.matches(pattern, address))
        .toList();
  }

  private List<String> keptPatterns() {
    return byPattern.keySet().stream()
        .filter(pattern -> byPattern.get(pattern) == Fate.KEPT)
        .sorted()
        .toList();
  }

  /**
   * What has to be there when the stack is gone.
   *
   * @param leaving what is destroyed, or only leaves the state
   */
  List<Kept> kept(State state, Set<String> leaving) {
    var kept = new ArrayList<Kept>();
    for (String pattern : keptPatterns()) {
      List<String> found = fitted(pattern, state);
      if (found.isEmpty()) {
        kept.add(new Kept(pattern, false));
      }
      found.forEach(address -> kept.add(new Kept(address, !leaving.contains(address))));
    }
    return kept.stream().distinct().sorted(Comparator.comparing(Kept::address)).toList();
  }

  /**
   * A kept name that fits nothing may be mistyped. Then the resource that was meant is destroyed if
   * a pattern happens to fit it, so that those of its type have to be named one by one.
   */
  List<String> perhapsMeant(State state, List<Doomed> doomed) {
    var problems = new ArrayList<String>();
    for (String kept : keptPatterns()) {
      if (fitted(kept, state).isEmpty()) {
        doomed.stream()
            .filter(each -> Patterns.matches(typeIn(kept), each.type()))
            .filter(each -> !fitting(each.address()).isEmpty() && !namedExactly(each.address()))
            .map(
                each ->
                    kept
                        + " is declared kept and is not in the state, and "
                        + each.address()
                        + " would be destroyed by a pattern: if it is another one, declare it by"
                        + " its address")
            .forEach(problems::add);
      }
    }
    return problems;
  }

  private boolean namedExactly(String address) {
    return fitting(address).stream().anyMatch(Patterns::exact);
  }

  /** The type in an address or in a pattern of some; any, if the pattern does not tell. */
  private static String typeIn(String pattern) {
    List<String> words = List.of(pattern.replaceAll("\\[[^]]*]", "").split("\\."));
    return words.size() < 2 ? "*" : words.get(words.size() - 2);
  }
}
