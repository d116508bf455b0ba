package dev.rehome.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, one line each, so that rounds and parts of the benchmark can be run apart: the
 * set, the work, who did it, the figure's name, the figure; separated by tabs.
 */
final class Results {
  static final String SECONDS = "seconds";
  static final String CPU = "cpu";
  static final String MEGABYTES = "megabytes";
  static final String SIZE = "size";
  static final String VERSION = "version";

  private record Line(String set, String work, String who, String figure, String value) {}

  private final List<Line> lines = new ArrayList<>();

  static Results read(Path file) throws IOException {
    var results = new Results();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      results.lines.add(new Line(parts[0], parts[1], parts[2], parts[3], parts[4]));
    }
    return results;
  }

  static void add(Path file, String set, String work, String who, String figure, Object value)
      throws IOException {
    Files.writeString(
        file,
        String.join("\t", set, work, who, figure, value.toString()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static void add(Path file, String set, String work, String who, Measurement measured)
      throws IOException {
    add(file, set, work, who, SECONDS, measured.seconds());
    add(file, set, work, who, CPU, measured.cpuSeconds());
    add(file, set, work, who, MEGABYTES, measured.megabytes());
  }

  /** The last text of this name, or a dash. */
  String text(String set, String work, String who, String figure) {
    return all(set, work, who, figure).stream().reduce("–", (before, last) -> last);
  }

  int rounds(String set, String work, String who) {
    return all(set, work, who, SECONDS).size();
  }

  boolean has(String set, String work, String who) {
    return rounds(set, work, who) > 0;
  }

  /** The median. */
  double of(String set, String work, String who, String figure) {
    double[] sorted =
        all(set, work, who, figure).stream().mapToDouble(Double::parseDouble).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /** The smallest and the largest, as seconds. */
  String range(String set, String work, String who) {
    double[] sorted =
        all(set, work, who, SECONDS).stream().mapToDouble(Double::parseDouble).sorted().toArray();
    return String.format(Locale.ROOT, "%.1f–%.1f s", sorted[0], sorted[sorted.length - 1]);
  }

  private List<String> all(String set, String work, String who, String figure) {
    return lines.stream()
        .filter(line -> line.set().equals(set) && line.work().equals(work))
        .filter(line -> line.who().equals(who) && line.figure().equals(figure))
        .map(Line::value)
        .toList();
  }
}
