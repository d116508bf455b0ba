package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.certificate.Certificate;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Redeployment;
import dev.rehome.redeployment.Redeployments;
import dev.rehome.redeployment.workshop.Approval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that carries a run on. */
abstract class RunningTask extends StackTask {
  @Option(
      names = "--approve",
      paramLabel = "STACK",
      description =
          "Approve by the stack's name what the run then destroys, without being asked; or what an"
              + " error names, by the word that it names.")
  @Nullable String approve;

  @Option(
      names = "--take-over",
      description =
          "Take the stack's lock from an owner that may still be alive, and go on with what was"
              + " begun on another machine; be certain that neither is at work any more.")
  boolean takeOver;

  abstract Redeployment.Outcome carryOn(Redeployments redeployments);

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Redeployment.Outcome outcome = carryOn(workplace.redeployments(repository, approval(output)));
      output.result(text(outcome), fields(commandName(), outcome));
      boolean lost =
          outcome.certified().stream()
              .anyMatch(each -> each.certificate().outcome() == Certificate.Outcome.LOST);
      return lost ? ExitCode.LOST : ExitCode.DONE;
    }
  }

  abstract String commandName();

  private Approval approval(Output output) {
    return approve == null
        ? AskedApproval.onTheTerminal(output)
        : AskedApproval.by(output, approve);
  }

  static String text(Redeployment.Outcome outcome) {
    return "Run "
        + outcome.plan().run()
        + ": "
        + outcome.word()
        + outcome.opened().map(opened -> "; " + opened.summary()).orElse("")
        + outcome.certified().map(certified -> "\n" + certified.summary()).orElse("");
  }

  static Map<String, Object> fields(String command, Redeployment.Outcome outcome) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("command", command);
    fields.put("outcome", outcome.word());
    fields.put("run", outcome.plan().run().text());
    outcome.backup().ifPresent(backup -> fields.put("backup", backup.id().text()));
    outcome.opened().ifPresent(opened -> fields.put("outageSeconds", opened.outageSeconds()));
    outcome
        .certified()
        .ifPresent(
            certified -> {
              var certificate = certified.certificate();
              fields.put(
                  "certificate",
                  Json.object(
                      "outcome",
                      certificate.outcome().name().toLowerCase(Locale.ROOT),
                      "tables",
                      certificate.tables(),
                      "rows",
                      certificate.rows(),
                      "files",
                      certificate.files(),
                      "differences",
                      certificate.differences().stream()
                          .map(
                              each ->
                                  Json.object(
                                      "what", each.what(),
                                      "explanation", each.explanation(),
                                      "loss", each.loss()))
                          .toList()));
            });
    fields.put("report", outcome.folder().resolve("report.txt").toString());
    return fields;
  }
}
