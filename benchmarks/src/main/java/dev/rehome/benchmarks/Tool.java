package dev.rehome.benchmarks;

import dev.rehome.process.Command;
import dev.rehome.process.Secret;
import java.nio.file.Path;

/** A program that keeps backup repositories, and how its commands are written. */
enum Tool {
  REHOME("Rehome") {
    @Override
    Command command(Path program, Path repository, Path source, Path target, Work work) {
      Command on = Command.of(program.toString(), "repository");
      return switch (work) {
        case INIT -> on.and("init", repository.toString());
        case COLD_BACKUP, UNCHANGED_BACKUP ->
            on.and("backup", repository.toString(), source.toString());
        case RESTORE ->
            on.and("restore", repository.toString(), "latest", "--target", target.toString());
        case CHECK -> on.and("check", "--read-data", repository.toString());
      };
    }
  },
  RESTIC("restic 0.18") {
    @Override
    Command command(Path program, Path repository, Path source, Path target, Work work) {
      Command on = Command.of(program.toString(), "--quiet", "--repo", repository.toString());
      return switch (work) {
        case INIT -> on.and("init");
        case COLD_BACKUP, UNCHANGED_BACKUP -> on.and("backup", source.toString());
        case RESTORE -> on.and("restore", "latest", "--target", target.toString());
        case CHECK -> on.and("check", "--read-data");
      };
    }
  };

  /** What is timed, except {@link #INIT}. */
  enum Work {
    INIT(""),
    COLD_BACKUP("cold backup"),
    UNCHANGED_BACKUP("unchanged backup"),
    RESTORE("restore"),
    CHECK("check --read-data");

    private final String title;

    Work(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private static final Secret PASSWORD = new Secret("of a benchmark");

  private final String title;

  Tool(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract Command command(Path program, Path repository, Path source, Path target, Work work);

  Command ready(Path program, Path folder, Path source, Work work) {
    return command(program, folder.resolve("repository"), source, folder.resolve("target"), work)
        .with("REHOME_PASSWORD", PASSWORD)
        .with("RESTIC_PASSWORD", PASSWORD)
        .with("RESTIC_CACHE_DIR", folder.resolve("cache").toString());
  }
}
