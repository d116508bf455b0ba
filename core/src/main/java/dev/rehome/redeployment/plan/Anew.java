package dev.rehome.redeployment.plan;

import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;
import java.util.Optional;

/** Why the stack is built once more, from nothing: what was restored into it came to nothing. */
public record Anew(String database, List<StepResult.Rung> rungs) {
  private static final String NOTE = "anew";

  public static Optional<Anew> of(Run run) {
    return run.note(NOTE, Anew.class);
  }

  public static void note(Run run, Stage create, Anew why) {
    run.noted(create, NOTE, Anew.class, () -> why);
  }
}
