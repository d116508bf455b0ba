package dev.rehome.certificate;

import java.util.List;

/** The comparison of everything saved with everything there is now. */
public record Certificate(
    Outcome outcome, long tables, long rows, long files, List<Difference> differences) {
  /** In one word. */
  public enum Outcome {
    EQUAL,
    /** Every difference is one that the migrations made. */
    EXPLAINED,
    LOST
  }

  /**
   * One difference.
   *
   * @param what names the thing, such as {@code table public.orders}
   * @param explanation how it differs, and why that is no loss, or that it is one
   */
  public record Difference(String what, String explanation, boolean loss) {}

  public Certificate {
    differences = List.copyOf(differences);
  }

  static Certificate of(long tables, long rows, long files, List<Difference> differences) {
    Outcome outcome =
        differences.isEmpty()
            ? Outcome.EQUAL
            : differences.stream().anyMatch(Difference::loss) ? Outcome.LOST : Outcome.EXPLAINED;
    return new Certificate(outcome, tables, rows, files, differences);
  }

  public String sentence() {
    String compared = tables + " tables, " + rows + " rows, " + files + " files compared: ";
    return compared
        + switch (outcome) {
          case EQUAL -> "all equal";
          case EXPLAINED ->
              "nothing lost; " + differences.size() + " differences, all made by the migrations";
          case LOST -> "LOST: " + differences.stream().filter(Difference::loss).count();
        };
  }
}
