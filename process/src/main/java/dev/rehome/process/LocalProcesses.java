package dev.rehome.process;

import java.nio.file.Path;
import java.time.Duration;

/** Those of this machine. */
public record LocalProcesses() implements Processes {
  @Override
  public Finished run(Command command, Duration limit) {
    return command.run(limit);
  }

  @Override
  public Job job(Path folder) {
    return new FolderJob(folder);
  }
}
