package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.progress.Progress;
import dev.rehome.run.Plan;
import dev.rehome.run.RunListener;
import dev.rehome.run.Stage;
import dev.rehome.run.WorkListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows how work goes: a line for each thing that happens, and on a terminal, below these, a table
 * of the steps under way, how far they are, and the steps to come.
 */
final class RunDisplay implements RunListener {
  private final Output output;
  private final Map<Stage, Work> underWay = new LinkedHashMap<>();
  private List<Stage> stages = List.of();
  private int furthest;
  private Optional<String> last = Optional.empty();

  RunDisplay(Output output) {
    this.output = output;
    output.draw(this::table);
    output.describe(this::waitedFor);
  }

  /** The steps under way; what was said last if there is none, as when a stack is opened again. */
  private synchronized String waitedFor() {
    return underWay.isEmpty()
        ? last.orElse("a safe point of this command")
        : underWay.entrySet().stream()
            .map(
                each ->
                    each.getKey().word()
                        + (each.getValue().said.isEmpty() ? "" : " (" + each.getValue().said + ")"))
            .collect(Collectors.joining(", "));
  }

  private static final class Work {
    private final long began = System.nanoTime();
    private String said = "";
    private Optional<Meter> meter = Optional.empty();
  }

  private synchronized List<String> table() {
    var lines = new ArrayList<String>();
    underWay.forEach(
        (stage, work) -> {
          var duration = Duration.ofNanos(System.nanoTime() - work.began);
          lines.add(
              String.format(
                  Locale.ROOT, "%-16s %-6s %s", stage.word(), Units.duration(duration), work.said));
          work.meter
              .map(Meter::now)
              .filter(RunDisplay::underWay)
              .ifPresent(progress -> lines.add(" ".repeat(17) + ProgressDisplay.line(progress)));
        });
    if (!underWay.isEmpty()) {
      stages.stream().skip(furthest + 1L).forEach(later -> lines.add(faint(later.word())));
    }
    return lines;
  }

  private static boolean underWay(Progress progress) {
    return progress.bytes() > 0
        && progress.totalBytes().filter(total -> total <= progress.bytes()).isEmpty();
  }

  private static String faint(String text) {
    return System.getenv("NO_COLOR") == null ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  @Override
  public synchronized void follows(Plan plan) {
    stages = plan.stages();
    furthest = 0;
  }

  @Override
  public void began(Stage begun) {
    synchronized (this) {
      underWay.put(begun, new Work());
      furthest = Math.max(furthest, stages.indexOf(begun));
    }
    if (!output.drawing()) {
      output.line(
          String.format(Locale.ROOT, "%-16s …", begun.word()),
          Json.object("type", "stage", "stage", begun.word(), "state", "began"));
    }
  }

  @Override
  public WorkListener within(Stage stage) {
    return new WorkListener() {
      @Override
      public void says(String text) {
        said(Optional.of(stage), text);
      }

      @Override
      public Meter meter() {
        return metered(Optional.of(stage));
      }
    };
  }

  /** What only one at a time can be at work on. */
  private synchronized Optional<Stage> current() {
    return underWay.keySet().stream().findFirst();
  }

  @Override
  public void says(String text) {
    said(current(), text);
  }

  @Override
  public Meter meter() {
    return metered(current());
  }

  private void said(Optional<Stage> stage, String text) {
    synchronized (this) {
      last = Optional.of(text);
      stage
          .map(underWay::get)
          .ifPresent(
              work -> {
                work.said = text;
                work.meter = Optional.empty();
              });
    }
    if (!output.drawing() || stage.isEmpty()) {
      output.line(
          "       " + text,
          stage.isPresent()
              ? Json.object("type", "progress", "stage", stage.get().word(), "text", text)
              : Json.object("type", "progress", "text", text));
    }
  }

  private synchronized Meter metered(Optional<Stage> stage) {
    var counts = new Meter();
    stage.map(underWay::get).ifPresent(work -> work.meter = Optional.of(counts));
    return counts;
  }

  @Override
  public synchronized void failed(Stage stage) {
    underWay.remove(stage);
  }

  @Override
  public void done(Stage ended, String summary, Duration duration, boolean before) {
    synchronized (this) {
      underWay.remove(ended);
    }
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
