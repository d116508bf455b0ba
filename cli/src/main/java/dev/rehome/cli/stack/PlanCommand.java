package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.check.PreviewPage;
import dev.rehome.redeployment.check.Readiness;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Stage;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "plan",
    description = {
      "Shows what a run would do, what it would destroy, what becomes of the state in that, and how"
          + " long an earlier run took.",
      "",
      "Example:  rehome plan v2.4"
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand extends LookingTask {
  @Override
  void show(Output output, Workplace workplace, Readiness.Report report) {
    Optional<DestroyPlan> plan = report.destroyPlan();
    plan.ifPresent(doomed -> destroys(output, doomed));
    output.text("Steps:");
    for (Stage stage : Strategies.REPLACE.stages()) {
      output.text(
          String.format(
              Locale.ROOT,
              "  %-17s %-18s if it fails: %s",
              stage.word(),
              report
                  .lastTimes()
                  .of(stage)
                  .map(Units::seconds)
                  .map(t -> t + " last time")
                  .orElse(""),
              stage.edge().name().toLowerCase(Locale.ROOT)));
    }
    Optional<String> outage = report.lastTimes().outage().map(Units::seconds);
    output.text(
        outage
            .map(time -> "Outage last time: " + time)
            .orElse(
                "Outage: not known yet. rehome backup and rehome prove show, without one, how long"
                    + " saving and loading take."));
    output.text(
        report
            .preview()
            .map(PreviewPage::of)
            .orElse(
                "Migrations: not tried. rehome prove latest --migrate "
                    + revision
                    + " tries them on a copy."));
    report.refuse();
    var fields =
        Json.object("command", "plan", "destroys", plan.map(all -> all.doomed().size()).orElse(0));
    report
        .lastTimes()
        .outage()
        .ifPresent(time -> fields.put("outageSecondsLastTime", time.toMillis() / 1000.0));
    report.preview().ifPresent(made -> fields.put("preview", dev.rehome.document.Json.tree(made)));
    output.result("Nothing stands in the way: rehome run " + revision, fields);
  }

  private void destroys(Output output, DestroyPlan plan) {
    output.text("Destroyed, and built anew from " + revision + ":");
    for (DestroyPlan.Doomed doomed : plan.doomed()) {
      String fate = doomed.fate().name().toLowerCase(Locale.ROOT);
      output.item(
          String.format(Locale.ROOT, "  %-13s %s", fate, doomed.address()),
          Json.object("type", "doomed", "address", doomed.address(), "fate", fate));
    }
  }
}
