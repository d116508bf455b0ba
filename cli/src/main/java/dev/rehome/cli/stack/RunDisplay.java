package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.redeployment.RunListener;
import dev.rehome.redeployment.Stage;
import java.time.Duration;
import java.util.Locale;

/** Shows how a run goes, a line for each thing that happens. */
final class RunDisplay implements RunListener {
  private final Output output;

  RunDisplay(Output output) {
    this.output = output;
  }

  @Override
  public void began(Stage stage) {
    output.line(
        String.format(Locale.ROOT, "%-16s …", stage.word()),
        Json.object("type", "stage", "stage", stage.word(), "state", "began"));
  }

  @Override
  public void says(String text) {
    StackTask.says(output, text);
  }

  @Override
  public void done(Stage stage, String summary, Duration duration, boolean before) {
    output.line(
        String.format(
            Locale.ROOT,
            "%-16s %s (%s)",
            stage.word(),
            summary,
            before ? "done before" : Units.seconds(duration)),
        Json.object(
            "type",
            "stage",
            "stage",
            stage.word(),
            "state",
            "done",
            "summary",
            summary,
            "before",
            before,
            "seconds",
            duration.toMillis() / 1000.0));
  }

  @Override
  public void warns(String text) {
    output.line("WARNING " + text, Json.object("type", "warning", "text", text));
  }
}
