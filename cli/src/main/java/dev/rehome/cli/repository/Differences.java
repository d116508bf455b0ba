package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.comparison.Difference;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints differences as they are found, and counts them. */
final class Differences implements Consumer<Difference> {
  private final Output output;
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

  Differences(Output output) {
    this.output = output;
  }

  @Override
  public void accept(Difference difference) {
    counts.merge(difference.kind(), 1L, Long::sum);
    String detail = difference.detail().isEmpty() ? "" : "  (" + difference.detail() + ")";
    output.item(
        difference.kind().sign() + "    " + difference.path() + detail,
        Json.object(
            "type", "difference",
            "kind", word(difference.kind()),
            "path", difference.path().toString(),
            "detail", difference.detail()));
  }

  private static String word(Difference.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  String text() {
    var parts = new java.util.StringJoiner(", ");
    counts.forEach((kind, count) -> parts.add(count + " " + describe(kind)));
    return total() == 0 ? "No differences." : Units.count(total(), "difference") + ": " + parts;
  }

  private static String describe(Difference.Kind kind) {
    return switch (kind) {
      case ADDED -> "added (+)";
      case REMOVED -> "removed (-)";
      case CONTENT -> "with other content (M)";
      case METADATA -> "with other metadata (U)";
      case TYPE -> "of another type (T)";
      case UNREADABLE -> "not comparable (?)";
    };
  }

  Map<String, Object> fields() {
    var byKind = new LinkedHashMap<String, Object>();
    for (Difference.Kind kind : Difference.Kind.values()) {
      byKind.put(word(kind), counts.getOrDefault(kind, 0L));
    }
    return Json.object("differences", total(), "by_kind", byKind);
  }
}
