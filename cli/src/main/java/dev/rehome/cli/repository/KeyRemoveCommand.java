package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Repository;
import dev.rehome.repository.format.Id;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Removes a key; its password then opens nothing.",
    mixinStandardHelpOptions = true)
final class KeyRemoveCommand extends RepositoryTask {
  @Parameters(index = "1", paramLabel = "KEY", description = "The key's id, or its beginning.")
  String key = "";

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      Id id = repository.keys().find(key);
      repository.keys().remove(id, repository.openedWith());
      output.result("Removed key " + id.brief() + ".", Json.object("key", id.hex()));
      return ExitCode.DONE;
    }
  }
}
