package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.readiness.Room;
import dev.rehome.redeployment.check.Readiness;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that looks at what a run would meet, and changes nothing. */
abstract class LookingTask extends StackTask {
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

  private static void room(Output output, Room room) {
    output.item(
        "Room for "
            + room.what()
            + ": "
            + Units.bytes(room.needed())
            + " of "
            + Units.bytes(room.free())
            + " free in "
            + room.where(),
        Json.object(
            "type",
            "room",
            "what",
            room.what(),
            "where",
            room.where().toString(),
            "neededBytes",
            room.needed(),
            "freeBytes",
            room.free()));
  }

  /** Asked before anything is destroyed, and answered after: the operator should know which. */
  private static void later(Output output, List<String> questions) {
    if (!questions.isEmpty()) {
      output.text("Only the new stack can answer:");
      questions.forEach(
          text -> output.item("  " + text, Json.object("type", "later", "text", text)));
    }
  }

  abstract void show(Output output, Workplace workplace, Readiness.Report report);

  @Override
  ExitCode run(Output output, Workplace workplace) {
    Readiness.Report report = workplace.checking().look(revision, Optional.ofNullable(from));
    report
        .warnings()
        .forEach(
            text -> output.line("WARNING " + text, Json.object("type", "warning", "text", text)));
    if (output.json()) {
      report
          .problems()
          .forEach(text -> output.line("", Json.object("type", "problem", "text", text)));
    }
    later(output, report.later());
    report.rooms().forEach(room -> room(output, room));
    show(output, workplace, report);
    return ExitCode.DONE;
  }
}
