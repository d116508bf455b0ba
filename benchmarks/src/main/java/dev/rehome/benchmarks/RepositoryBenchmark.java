package dev.rehome.benchmarks;

import dev.rehome.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rehome's repository against restic's: for each data set five rounds, in each of which both tools
 * do everything once, in turn. Arguments: the two programs, a folder to work in, how many rounds,
 * and the document to write.
 */
final class RepositoryBenchmark {
  private static final List<Tool.Work> TIMED =
      List.of(
          Tool.Work.COLD_BACKUP, Tool.Work.UNCHANGED_BACKUP, Tool.Work.RESTORE, Tool.Work.CHECK);

  private final Map<Tool, Path> programs = new EnumMap<>(Tool.class);
  private final Path folder;
  private final int rounds;

  private RepositoryBenchmark(Path rehome, Path restic, Path folder, int rounds) {
    programs.put(Tool.REHOME, rehome);
    programs.put(Tool.RESTIC, restic);
    this.folder = folder;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws IOException {
    var benchmark =
        new RepositoryBenchmark(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            Integer.parseInt(arguments[3]));
    var table = new StringBuilder();
    for (Dataset dataset : Dataset.values()) {
      benchmark.run(dataset, table);
    }
    Path document = Path.of(arguments[4]);
    String text = Files.readString(document);
    int begin = text.indexOf("<!-- figures -->");
    int end = text.indexOf("<!-- /figures -->");
    Files.writeString(
        document,
        text.substring(0, begin)
            + "<!-- figures -->\n"
            + benchmark.heading()
            + table
            + text.substring(end));
  }

  private String heading() {
    String model = run("sh", "-c", "sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1");
    return String.format(
        Locale.ROOT,
        "%s, %d cores; Java %s; %s; seed %d; median of %d rounds.%n",
        model,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        run(programs.getOrDefault(Tool.RESTIC, folder).toString(), "version"),
        Dataset.SEED,
        rounds);
  }

  private static String run(String... command) {
    return Command.of(command).run(Duration.ofMinutes(10)).output().trim();
  }

  private void run(Dataset dataset, StringBuilder table) throws IOException {
    Path source = folder.resolve("source");
    dataset.make(source);
    run("sync");
    var all = new EnumMap<Tool, Map<Tool.Work, List<Measurement>>>(Tool.class);
    var sizes = new EnumMap<Tool, Long>(Tool.class);
    for (int round = 0; round < rounds; round++) {
      for (Tool tool :
          round % 2 == 0 ? List.of(Tool.REHOME, Tool.RESTIC) : List.of(Tool.RESTIC, Tool.REHOME)) {
        System.err.println(dataset.title() + ", round " + (round + 1) + ", " + tool.title());
        var measured = all.computeIfAbsent(tool, key -> new EnumMap<>(Tool.Work.class));
        sizes.put(tool, once(tool, round, source, measured));
      }
    }
    run("rm", "-rf", source.toString(), folder.resolve("work").toString());
    write(dataset, all, sizes, table);
  }

  /**
   * Everything once in a new repository; its size in bytes. Large files are removed at once, small
   * ones at the end: ext4 does not use the inode of a file again that was deleted in the last
   * minutes, and searching past thousands of such slows down whoever creates files next.
   */
  private long once(Tool tool, int round, Path source, Map<Tool.Work, List<Measurement>> measured)
      throws IOException {
    Path work = Files.createDirectories(folder.resolve("work").resolve(tool + "-" + round));
    Path program = programs.getOrDefault(tool, work);
    Measurement.of(tool.ready(program, work, source, Tool.Work.INIT));
    for (Tool.Work timed : TIMED) {
      run("sync");
      Measurement measurement = Measurement.of(tool.ready(program, work, source, timed));
      measured.computeIfAbsent(timed, key -> new ArrayList<>()).add(measurement);
    }
    long size =
        Long.parseLong(
            run("sh", "-c", "du -sb \"$0\" | cut -f1", work.resolve("repository").toString()));
    Path restored = work.resolve("target").resolve(source.toString().substring(1));
    if (!Command.of("diff", "-rq", source.toString(), restored.toString())
        .run(Duration.ofMinutes(5))
        .succeeded()) {
      throw new IllegalStateException(tool.title() + " did not restore what it had backed up");
    }
    run("find", work.toString(), "-type", "f", "-size", "+1M", "-delete");
    return size;
  }

  private static void write(
      Dataset dataset,
      Map<Tool, Map<Tool.Work, List<Measurement>>> all,
      Map<Tool, Long> sizes,
      StringBuilder table) {
    table.append("\n### ").append(dataset.title()).append("\n\n");
    table.append(
        "| work | Rehome: time · CPU · memory | restic 0.18: time · CPU · memory | restic's time /"
            + " Rehome's |\n");
    table.append("|---|---|---|---|\n");
    for (Tool.Work work : TIMED) {
      Measurement ours = median(all, Tool.REHOME, work);
      Measurement theirs = median(all, Tool.RESTIC, work);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %.2f |%n",
              work.title(),
              cell(ours),
              cell(theirs),
              theirs.seconds() / ours.seconds()));
    }
    double ours = sizes.getOrDefault(Tool.REHOME, 0L) / 1e6;
    double theirs = sizes.getOrDefault(Tool.RESTIC, 0L) / 1e6;
    table.append(
        String.format(
            Locale.ROOT,
            "| repository size | %.1f MB | %.1f MB | %.3f (Rehome's / restic's) |%n",
            ours,
            theirs,
            ours / theirs));
  }

  private static Measurement median(
      Map<Tool, Map<Tool.Work, List<Measurement>>> all, Tool tool, Tool.Work work) {
    return Measurement.median(all.getOrDefault(tool, Map.of()).getOrDefault(work, List.of()));
  }

  private static String cell(Measurement measurement) {
    return String.format(
        Locale.ROOT,
        "%.1f s · %.1f s · %.0f MB",
        measurement.seconds(),
        measurement.cpuSeconds(),
        measurement.megabytes());
  }
}
