package dev.rehome.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that was looked for.
 *
 * @param value empty if it could not be had
 * @param why it could not; nothing otherwise
 */
public record Attempt<T>(Optional<T> value, Findings why) {
  public static <T> Attempt<T> of(Supplier<T> look) {
    var found = new ArrayList<T>();
    Findings why =
        Findings.attempt(
            () -> {
              found.add(look.get());
              return Findings.NONE;
            });
    return new Attempt<>(found.stream().findFirst(), why);
  }

  /** What is found with it, or why it could not be had. */
  public Findings then(Function<T, Findings> look) {
    return value.map(found -> why.and(Findings.attempt(() -> look.apply(found)))).orElse(why);
  }

  /** Those that could be had. */
  public static <T> List<T> had(List<Attempt<T>> all) {
    return all.stream().flatMap(each -> each.value().stream()).toList();
  }
}
