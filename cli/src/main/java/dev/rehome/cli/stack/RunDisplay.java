package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.redeployment.RunListener;
import dev.rehome.redeployment.Stage;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows how work goes: a line for each thing that happens, and on a terminal, below these, a table
 * of the step under way, how far it is, and the steps to come.
 */
final class RunDisplay implements RunListener {
  private final Output output;
  private Optional<Stage> stage = Optional.empty();
  private long stageBegan;
  private String said = "";
  private Optional<Meter> meter = Optional.empty();

  RunDisplay(Output output) {
    this.output = output;
    output.draw(this::table);
  }

  private synchronized List<String> table() {
    var lines = new ArrayList<String>();
    stage.ifPresent(
        now -> {
          var duration = Duration.ofNanos(System.nanoTime() - stageBegan);
          lines.add(
              String.format(
                  Locale.ROOT, "%-16s %-6s %s", now.word(), Units.duration(duration), said));
        });
    meter
        .map(Meter::now)
        .filter(RunDisplay::underWay)
        .ifPresent(progress -> lines.add(" ".repeat(17) + ProgressDisplay.line(progress)));
    stage.ifPresent(
        now -> {
          for (Stage later : Stage.values()) {
            if (later.compareTo(now) > 0) {
              lines.add(faint(later.word()));
            }
          }
        });
    return lines;
  }

  private static boolean underWay(Progress progress) {
    return progress.bytes() > 0
        && progress.totalBytes().filter(total -> total <= progress.bytes()).isEmpty();
  }

  private static String faint(String text) {
    return System.getenv("NO_COLOR") == null ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  private synchronized void now(Optional<Stage> current, String text) {
    if (!stage.equals(current)) {
      stageBegan = System.nanoTime();
    }
    stage = current;
    said = text;
    meter = Optional.empty();
  }

  @Override
  public void began(Stage begun) {
    now(Optional.of(begun), "");
    if (!output.drawing()) {
      output.line(
          String.format(Locale.ROOT, "%-16s …", begun.word()),
          Json.object("type", "stage", "stage", begun.word(), "state", "began"));
    }
  }

  @Override
  public void says(String text) {
    now(stage, text);
    if (!output.drawing() || stage.isEmpty()) {
      output.line("       " + text, Json.object("type", "progress", "text", text));
    }
  }

  @Override
  public synchronized Meter meter() {
    var counts = new Meter();
    meter = Optional.of(counts);
    return counts;
  }

  @Override
  public void done(Stage ended, String summary, Duration duration, boolean before) {
    now(Optional.empty(), "");
    output.line(
        String.format(
            Locale.ROOT,
            "%-16s %s (%s)",
            ended.word(),
            summary,
            before ? "done before" : Units.seconds(duration)),
        Json.object(
            "type",
            "stage",
            "stage",
            ended.word(),
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
