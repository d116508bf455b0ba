package dev.rehome.redeployment;

import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;

/** What a certificate called lost, and the operator then saw. */
record Lost(List<String> what) {
  private static final String NOTE = "lost";

  static List<String> seen(Run run) {
    return run.note(NOTE, Lost.class).map(Lost::what).orElse(List.of());
  }

  static void note(Run run, Stage stage, List<String> what) {
    run.noted(stage, NOTE, Lost.class, () -> new Lost(what));
  }
}
