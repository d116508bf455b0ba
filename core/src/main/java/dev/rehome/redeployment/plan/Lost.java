package dev.rehome.redeployment.plan;

import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;

/** What a certificate called lost, and the operator then saw. */
public record Lost(List<String> what) {
  private static final String NOTE = "lost";

  public static List<String> seen(Run run) {
    return run.note(NOTE, Lost.class).map(Lost::what).orElse(List.of());
  }

  public static void note(Run run, Stage stage, List<String> what) {
    run.noted(stage, NOTE, Lost.class, () -> new Lost(what));
  }
}
