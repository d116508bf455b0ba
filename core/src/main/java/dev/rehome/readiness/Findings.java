package dev.rehome.readiness;

import dev.rehome.failure.Failure;
import dev.rehome.run.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What looks found; each entry is a sentence.
 *
 * @param problems what a run would trip over; there is no run with one
 * @param warnings what the operator should know of
 * @param later what only the new stack can answer, once it is there
 */
public record Findings(List<String> problems, List<String> warnings, List<String> later) {
  public static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  public Findings {
    problems = problems.stream().distinct().toList();
    warnings = warnings.stream().distinct().toList();
    later = later.stream().distinct().toList();
  }

  public static Findings problem(String text) {
    return problems(List.of(text));
  }

  public static Findings problems(List<String> texts) {
    return new Findings(texts, List.of(), List.of());
  }

  public static Findings warning(String text) {
    return warnings(List.of(text));
  }

  public static Findings warnings(List<String> texts) {
    return new Findings(List.of(), texts, List.of());
  }

  public static Findings later(String text) {
    return new Findings(List.of(), List.of(), List.of(text));
  }

  /** A problem if something is not as it has to be. */
  public static Findings problemUnless(boolean well, String text) {
    return well ? NONE : problem(text);
  }

  /** These, and then those. */
  public Findings and(Findings those) {
    return new Findings(
        both(problems, those.problems), both(warnings, those.warnings), both(later, those.later));
  }

  private static List<String> both(List<String> one, List<String> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  public static Findings all(Stream<Findings> each) {
    return each.reduce(NONE, Findings::and);
  }

  /** What looks find one after another; one that fails keeps none of the others from looking. */
  @SafeVarargs
  public static Findings of(Supplier<Findings>... looks) {
    Findings found = NONE;
    for (Supplier<Findings> look : looks) {
      found = found.and(attempt(look));
    }
    return found;
  }

  /** What a look finds; that it cannot look is a problem, never a pass. */
  public static Findings attempt(Supplier<Findings> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      Failure failure = Failures.of(e);
      if (failure.kind() == Failure.Kind.STOPPED) {
        throw e; // the operator's wish is no finding
      }
      return problem(
          failure.whatHappened()
              + (failure.next().isEmpty() ? "" : " (" + failure.next().getFirst() + ")"));
    }
  }
}
