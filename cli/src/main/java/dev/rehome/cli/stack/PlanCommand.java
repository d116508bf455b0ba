package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.redeployment.Readiness;
import dev.rehome.redeployment.Stage;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = {
      "Shows what a run would do, what it would destroy, and what becomes of the state in that.",
      "",
      "Example:  rehome plan v2.4"
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand extends StackTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REVISION",
      description = "The revision that a run would deploy (default: ${DEFAULT-VALUE}).")
  String revision = "HEAD";

  @Option(
      names = "--from",
      paramLabel = "REVISION",
      description = "The revision that runs today, if the stack file does not say how to read it.")
  @Nullable String from;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Readiness.Report report =
          workplace
              .redeployments(
                  repository, (stack, evidence) -> Optional.empty(), new RunDisplay(output))
              .check(revision, Optional.ofNullable(from));
      DestroyPlan plan = report.destroyPlan().orElseGet(() -> throwNoPlan(report));
      output.text("Destroyed, and built anew from " + revision + ":");
      for (DestroyPlan.Doomed doomed : plan.doomed()) {
        String fate = doomed.fate().name().toLowerCase(Locale.ROOT);
        output.item(
            String.format(Locale.ROOT, "  %-13s %s", fate, doomed.address()),
            Json.object("type", "doomed", "address", doomed.address(), "fate", fate));
      }
      output.text("Steps:");
      for (Stage stage : Stage.values()) {
        output.text(
            String.format(
                Locale.ROOT,
                "  %-17s if it fails: %s",
                stage.word(),
                stage.edge().name().toLowerCase(Locale.ROOT)));
      }
      report
          .problems()
          .forEach(text -> output.problem(text, Json.object("type", "problem", "text", text)));
      output.result(
          report.problems().isEmpty()
              ? "Nothing stands in the way: rehome run " + revision
              : report.problems().size() + " things stand in the way.",
          Json.object(
              "command", "plan", "destroys", plan.doomed().size(), "problems", report.problems()));
      return report.problems().isEmpty() ? ExitCode.DONE : ExitCode.NOT_READY;
    }
  }

  private static DestroyPlan throwNoPlan(Readiness.Report report) {
    report.refuse();
    throw new IllegalStateException("neither a plan nor a problem");
  }
}
