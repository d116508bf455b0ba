package dev.rehome.readiness;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that the new stack's commands need.
 *
 * @param there whether it is there today
 * @param open whether only the new stack can answer, whatever is there today
 * @param lack what to say if it is not there and that is no open question
 */
record Need(String name, boolean there, boolean open, Findings lack) {
  /** What a task's needs come to. */
  static Findings findings(String whose, String where, List<Need> needs) {
    Findings lacks =
        Findings.all(needs.stream().filter(need -> !need.open() && !need.there()).map(Need::lack));
    List<Need> open = needs.stream().filter(Need::open).toList();
    if (open.isEmpty()) {
      return lacks;
    }
    String missing = names(open.stream().filter(need -> !need.there()).toList());
    return lacks.and(
        Findings.later(
            "whether "
                + whose
                + " has what "
                + where
                + " needs: "
                + names(open)
                + (missing.isEmpty() ? "" : " (the one that runs has no " + missing + ")")));
  }

  private static String names(List<Need> needs) {
    return needs.stream().map(Need::name).collect(Collectors.joining(", "));
  }
}
