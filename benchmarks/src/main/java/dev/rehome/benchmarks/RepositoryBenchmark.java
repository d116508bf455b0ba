package dev.rehome.benchmarks;

import dev.rehome.process.Command;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Rehome's repository beside other tools: in each round all of them do everything once, in an order
 * that changes, in a new repository. Arguments: Rehome, restic, a folder to work in, how many
 * rounds, and the file that gets the results.
 */
final class RepositoryBenchmark {
  private static final Secret PASSWORD = new Secret("of a benchmark");

  private final Map<Tool, Path> programs;
  private final Path folder;
  private final Path results;

  private RepositoryBenchmark(Map<Tool, Path> programs, Path folder, Path results) {
    this.programs = programs;
    this.folder = folder;
    this.results = results;
  }

  public static void main(String[] arguments) throws IOException {
    var benchmark =
        new RepositoryBenchmark(
            Map.of(Tool.REHOME, Path.of(arguments[0]), Tool.RESTIC, Path.of(arguments[1])),
            Path.of(arguments[2]),
            Path.of(arguments[4]));
    for (Tool tool : Tool.values()) {
      String version = benchmark.shell(tool, tool.version()).run(Duration.ofMinutes(1)).output();
      Results.add(benchmark.results, "", "", tool.title(), Results.VERSION, version.trim());
    }
    for (Dataset dataset : Dataset.values()) {
      benchmark.run(dataset, dataset.once() ? 1 : Integer.parseInt(arguments[3]));
    }
  }

  private void run(Dataset dataset, int rounds) throws IOException {
    Path source = folder.resolve("source");
    dataset.make(source);
    for (int round = 0; round < rounds; round++) {
      var tools = new ArrayList<>(dataset.tools());
      Collections.rotate(tools, -round);
      for (Tool tool : tools) {
        System.err.println(dataset.title() + ", round " + (round + 1) + ", " + tool.title());
        once(tool, dataset, round, source);
      }
    }
    run("rm", "-rf", source.toString());
  }

  /** Everything once in a new repository, of which nothing is left. */
  private void once(Tool tool, Dataset dataset, int round, Path source) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work/" + dataset + "/" + tool + round));
    Path repository = work.resolve("repository");
    Path target = work.resolve("target");
    run(ready(tool, tool.init(), work, source));
    for (Tool.Work timed : Tool.Work.values()) {
      if (!tool.line(timed).isEmpty() && dataset.works().contains(timed)) {
        run("sync");
        Measurement measured = Measurement.of(ready(tool, tool.line(timed), work, source));
        Results.add(results, dataset.title(), timed.title(), tool.title(), measured);
      }
    }
    String size = run("du", "-sb", repository.toString()).split("\t", 2)[0];
    Results.add(results, dataset.title(), "", tool.title(), Results.SIZE, size);
    if (dataset.works().contains(Tool.Work.RESTORE)) {
      run("diff", "-rq", source.toString(), Tool.restored(target, source).toString());
    }
    run("rm", "-rf", work.toString());
  }

  private Command ready(Tool tool, String line, Path work, Path source) {
    String repository = work.resolve("repository").toString();
    return shell(tool, line)
        .with("source", source.toString())
        .with("repository", repository)
        .with("target", work.resolve("target").toString())
        .with("RESTIC_CACHE_DIR", work.resolve("cache").toString())
        .with("BORG_BASE_DIR", work.resolve("borg").toString())
        .with("RCLONE_CONFIG", work.resolve("none").toString())
        .with("RCLONE_CONFIG_VAULT_TYPE", "crypt")
        .with("RCLONE_CONFIG_VAULT_REMOTE", repository);
  }

  private Command shell(Tool tool, String line) {
    return Command.of("bash", "-e", "-o", "pipefail", "-c", line)
        .with("tool", programs.getOrDefault(tool, folder).toString())
        .with("REHOME_PASSWORD", PASSWORD)
        .with("RESTIC_PASSWORD", PASSWORD)
        .with("BORG_PASSPHRASE", PASSWORD)
        .with("RCLONE_CONFIG_VAULT_PASSWORD", obscured());
  }

  /** As rclone wants a password in its configuration. */
  private static Secret obscured() {
    return new Secret(
        Command.of("rclone", "obscure", "of a benchmark")
            .run(Duration.ofMinutes(1))
            .output()
            .trim());
  }

  private static String run(String... command) {
    return run(Command.of(command));
  }

  private static String run(Command command) {
    var finished = command.run(Duration.ofMinutes(20));
    if (!finished.succeeded()) {
      throw new IllegalStateException(
          List.copyOf(command.arguments()) + " failed: " + finished.errors() + finished.output());
    }
    return finished.output();
  }
}
