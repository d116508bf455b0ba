package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Runs;
import dev.rehome.run.Entry;
import dev.rehome.run.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that shows a run, and changes nothing. */
abstract class RunShowingTask extends StackTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run; the newest unless given.")
  @Nullable String run;

  abstract void show(Output output, StackRepository repository, RunId id, List<Entry> journal);

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Runs runs = workplace.runs(repository);
      RunId id = runs.find(Optional.ofNullable(run));
      show(output, repository, id, runs.entries(id));
      return ExitCode.DONE;
    }
  }
}
