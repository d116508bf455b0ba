package dev.rehome.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the figures into a document, between {@code <!-- figures -->} and {@code <!-- /figures
 * -->}, and a chart beside it. Arguments: the file with the results, the document, and the machine
 * in words.
 */
final class Report {
  private static final String BEGIN = "<!-- figures -->\n";
  private static final String END = "<!-- /figures -->";
  private static final String OURS = Tool.REHOME.title();
  private static final String DATABASE = "database";
  private static final List<String> DATABASE_WORKS = List.of("save", "load", "save and load");

  private final Results results;
  private final StringBuilder text = new StringBuilder();
  private final Chart chart = new Chart();

  private Report(Results results) {
    this.results = results;
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    var report = new Report(Results.read(Path.of(arguments[0])));
    Path document = Path.of(arguments[1]);
    report.heading(arguments[2]);
    for (Dataset dataset : Dataset.values()) {
      report.repository(dataset);
    }
    report.database();
    report.redeployment();
    String before = Files.readString(document);
    Files.writeString(
        document,
        before.substring(0, before.indexOf(BEGIN) + BEGIN.length())
            + report.text
            + before.substring(before.indexOf(END)));
    Files.writeString(document.resolveSibling("benchmarks.svg"), report.chart.svg());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void heading(String machine) {
    line("%s. Seed of the data: %d.".formatted(machine, Dataset.SEED));
    line("");
    var names = new ArrayList<String>();
    for (Tool tool : Tool.values()) {
      names.add(tool.title());
    }
    names.addAll(List.of("pg_dump", "pgcopydb"));
    for (String name : names) {
      line("- %s: %s".formatted(name, results.text("", "", name, Results.VERSION)));
    }
  }

  private void repository(Dataset dataset) {
    String set = dataset.title();
    List<Tool> tools =
        dataset.tools().stream()
            .filter(tool -> results.has(set, Tool.Work.COLD.title(), tool.title()))
            .toList();
    if (tools.isEmpty()) {
      return;
    }
    line("");
    line("### %s".formatted(set));
    line(
        rounds(results.rounds(set, Tool.Work.COLD.title(), tools.getFirst().title()))
            + " Seconds, seconds of processor time, most memory.");
    line("");
    line(
        "| work |%s restic / Rehome |"
            .formatted(
                String.join("", tools.stream().map(tool -> " " + tool.title() + " |").toList())));
    line("|---|%s---|".formatted("---|".repeat(tools.size())));
    for (Tool.Work work : Tool.Work.values()) {
      if (dataset.works().contains(work)) {
        row(set, work.title(), tools);
        chart(set + ", " + work.title(), set, work.title(), names(tools));
      }
    }
    line(
        "| size |%s %.3f |"
            .formatted(
                String.join(
                    "",
                    tools.stream()
                        .map(tool -> String.format(" %.1f MB |", size(set, tool) / 1e6))
                        .toList()),
                size(set, Tool.RESTIC) / size(set, Tool.REHOME)));
  }

  private static String rounds(int count) {
    return count == 1 ? "One round." : "Median of %d.".formatted(count);
  }

  private double size(String set, Tool tool) {
    return results.of(set, "", tool.title(), Results.SIZE);
  }

  private static List<String> names(List<Tool> tools) {
    return tools.stream().map(Tool::title).toList();
  }

  private void row(String set, String work, List<Tool> tools) {
    var row = new StringBuilder("| " + work + " |");
    for (Tool tool : tools) {
      String who = tool.title();
      row.append(
          results.has(set, work, who)
              ? String.format(
                  " %.2f · %.1f · %.0f MB |",
                  seconds(set, work, who),
                  results.of(set, work, who, Results.CPU),
                  results.of(set, work, who, Results.MEGABYTES))
              : " – |");
    }
    line(
        "%s %.2f |"
            .formatted(
                row,
                seconds(set, work, Tool.RESTIC.title()) / seconds(set, work, Tool.REHOME.title())));
  }

  private double seconds(String set, String work, String who) {
    return results.of(set, work, who, Results.SECONDS);
  }

  private void chart(String heading, String set, String work, List<String> who) {
    var bars = new ArrayList<Chart.Bar>();
    for (String each : who) {
      if (results.has(set, work, each)) {
        bars.add(new Chart.Bar(each, seconds(set, work, each), each.equals(OURS)));
      }
    }
    chart.group(heading, bars);
  }

  private void database() {
    List<String> ways =
        List.of(OURS, "by hand", "pg_dump -j2, pg_restore -j2", "pgcopydb").stream()
            .filter(way -> results.has(DATABASE, "save and load", way))
            .toList();
    if (ways.isEmpty()) {
      return;
    }
    line("");
    line("### A database of %s".formatted(results.text(DATABASE, "", "", Results.SIZE)));
    line(rounds(results.rounds(DATABASE, "save and load", OURS)) + " In brackets the range.");
    line("");
    line("| way | save | load | both | its time / Rehome's |");
    line("|---|---|---|---|---|");
    for (String way : ways) {
      var row = new StringBuilder("| " + way + " |");
      for (String work : DATABASE_WORKS) {
        row.append(
            results.has(DATABASE, work, way)
                ? String.format(
                    " %.1f s (%s) |",
                    seconds(DATABASE, work, way), results.range(DATABASE, work, way))
                : " – |");
      }
      line(
          "%s %.2f |"
              .formatted(
                  row,
                  seconds(DATABASE, "save and load", way)
                      / seconds(DATABASE, "save and load", OURS)));
    }
    chart("database, save and load", DATABASE, "save and load", ways);
  }

  /** Whole redeployments, as the script of that name has written them. */
  private void redeployment() {
    String set = "redeployment";
    if (!results.has(set, "all", OURS)) {
      return;
    }
    double ours = seconds(set, "all", OURS);
    double hand = seconds(set, "all", "by hand");
    line("");
    line("### A whole redeployment");
    line(
        "%s In brackets the range. The demo's stack with ten times its data: Rehome %.1f s (%s),"
            .formatted(
                rounds(results.rounds(set, "all", OURS)), ours, results.range(set, "all", OURS)));
    line(
        "a script that calls the same tools with the same checks %.1f s (%s). Rehome's time is %.2f of that, %+.1f s."
            .formatted(hand, results.range(set, "all", "by hand"), ours / hand, ours - hand));
    double one = seconds("outage", "one", OURS);
    double ten = seconds("outage", "ten", OURS);
    line("");
    line(
        "Outage: %.1f s (%s), with ten times the files %.1f s (%s), %.2f times as long."
            .formatted(
                one,
                results.range("outage", "one", OURS),
                ten,
                results.range("outage", "ten", OURS),
                ten / one));
  }
}
