package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.lock.LockEntry;
import dev.rehome.lock.RepositoryLockObjects;
import dev.rehome.lock.StackLock;
import dev.rehome.redeployment.Runs;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.report.RunStatus;
import dev.rehome.run.Entry;
import dev.rehome.run.RunId;
import dev.rehome.run.RunRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Shows how far a run is, also while it runs, and what to do next.",
    mixinStandardHelpOptions = true)
public final class StatusCommand extends RunShowingTask {
  @Override
  void show(Output output, StackRepository repository, RunId id, List<Entry> journal) {
    RunPlan plan = Runs.plan(journal);
    RunRecord record = Runs.record(journal);
    Optional<LockEntry.Held> holder =
        StackLock.working(new RepositoryLockObjects(repository.repository(), repository.stack()));
    output.text("Run " + id + " of " + plan.stack() + ", begun " + plan.at());
    output.text("from " + plan.from() + "\nto   " + plan.to());
    for (RunStatus.Line line : RunStatus.lines(record, journal)) {
      output.item(
          String.format(Locale.ROOT, "  %-17s %s", line.stage(), line.state()),
          Json.object("type", "stage", "stage", line.stage(), "state", line.state()));
    }
    String next = RunStatus.next(id, record, holder);
    output.result(
        next,
        Json.object(
            "command", "status",
            "run", id.text(),
            "over", record.ended().isPresent(),
            "held", holder.map(Object::toString).orElse(""),
            "next", next));
  }
}
