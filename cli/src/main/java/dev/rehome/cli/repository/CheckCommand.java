package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.check.Check;
import dev.rehome.repository.check.CheckListener;
import dev.rehome.repository.check.CheckResult;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Checks that the repository is whole: keys, index, snapshots, trees, and that every pack is"
          + " there.",
      "With --read-data every byte of every pack is read and verified, too.",
      "",
      "Example:  rehome repository check /backups/shop --read-data"
    },
    mixinStandardHelpOptions = true)
final class CheckCommand extends RepositoryTask {
  @Option(names = "--read-data", description = "Read and verify the data itself.")
  boolean readData;

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      CheckResult result;
      try (var _ = new ProgressDisplay(output, meter)) {
        result = new Check(repository, readData, listener(output), meter, CANCELLATION).run();
      }
      report(output, result);
      return result.problems() == 0 ? ExitCode.DONE : ExitCode.DAMAGED;
    }
  }

  private static CheckListener listener(Output output) {
    return new CheckListener() {
      @Override
      public void problem(String file, String what) {
        output.problem(what, Json.object("type", "problem", "file", file, "detail", what));
      }

      @Override
      public void note(String what) {
        output.line("NOTE     " + what, Json.object("type", "note", "detail", what));
      }
    };
  }

  private void report(Output output, CheckResult result) {
    String looked =
        Units.count(result.snapshots(), "snapshot")
            + ", "
            + Units.count(result.packs(), "pack")
            + ", "
            + Units.count(result.blobs(), "blob")
            + (readData
                ? "; " + Units.bytes(result.bytesRead()) + " read"
                : "; the data itself was not read (--read-data)");
    String text =
        result.problems() == 0
            ? "No damage found: " + looked + "."
            : Units.count(result.problems(), "problem") + " found: " + looked + ".";
    if (result.problems() > 0) {
      text +=
          "\n"
              + "What is named above is damaged; everything else can be restored. Damaged packs can"
              + " come back from a\n"
              + "copy of the repository; a new backup stores again what the live files still have.";
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("snapshots", result.snapshots());
    fields.put("packs", result.packs());
    fields.put("blobs", result.blobs());
    fields.put("unused_blobs", result.unusedBlobs());
    fields.put("bytes_read", result.bytesRead());
    fields.put("problems", result.problems());
    output.result(text, fields);
  }
}
