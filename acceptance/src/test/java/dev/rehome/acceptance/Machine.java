package dev.rehome.acceptance;

import dev.rehome.process.Command;
import dev.rehome.run.Stage;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A machine as far as Rehome can tell one from another: all have one host name, and each a
 * machine-id, a {@code /tmp} and a state folder of its own.
 */
record Machine(Path folder) {
  static Machine make(Path beside, String name) throws IOException {
    Path folder = Files.createDirectory(beside.resolve("machine-" + name));
    Files.writeString(folder.resolve("machine-id"), name.repeat(32) + "\n");
    Files.createDirectory(folder.resolve("tmp"));
    return new Machine(folder);
  }

  Path state() {
    return folder.resolve("state");
  }

  Command on(Command command) {
    return command
        .and("--state-folder", state().toString())
        .after(
            List.of(
                "unshare",
                "--mount",
                "--propagation", // network namespaces are for both, and mounts on / are not
                "unchanged",
                "sh",
                "-c",
                "mount --make-private /; mount --bind \"$0/machine-id\" /etc/machine-id; mount"
                    + " --bind \"$0/tmp\" /tmp; exec \"$@\"",
                folder.toString()));
  }

  List<String> journal() throws IOException {
    Path journal = state().resolve("runs/r1/journal.jsonl");
    return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
  }

  long begun(Stage stage) throws IOException {
    return journal().stream()
        .filter(line -> line.contains("STAGE_BEGAN"))
        .filter(line -> line.contains("\"stage\":\"" + stage.key() + "\""))
        .count();
  }

  /** What it started itself goes on by itself, and comes to its end. */
  void awaitJobs() {
    Shell.run(folder, "while pgrep -f \"$PWD/state/runs/r1/jobs\" > /dev/null; do sleep 0.1; done");
  }
}
