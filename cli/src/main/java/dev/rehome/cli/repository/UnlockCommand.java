package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.backend.Name;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "unlock",
    description =
        "Removes locks whose owners are gone: processes of this machine that ended, or not renewed"
            + " for 30 minutes.",
    mixinStandardHelpOptions = true)
final class UnlockCommand extends RepositoryTask {
  @Option(
      names = "--all",
      description = "Remove all locks. Only when surely no other process uses the repository.")
  boolean all;

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      List<Name> removed = RepositoryLock.remove(repository, all);
      int left = repository.documents().names(Name.Kind.LOCK).size();
      String text = "Removed " + Units.count(removed.size(), "lock") + "; " + left + " left.";
      output.result(text, Json.object("removed", removed.size(), "left", left));
      return ExitCode.DONE;
    }
  }
}
