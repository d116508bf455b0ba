package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.format.KeyFile;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "Lists the keys; * marks the one in use.",
    mixinStandardHelpOptions = true)
final class KeyListCommand extends RepositoryTask {
  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      List<Keys.Saved> keys = repository.keys().list();
      for (Keys.Saved key : keys) {
        boolean inUse = key.id().equals(repository.openedWith());
        KeyFile file = key.file();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", "key");
        fields.put("id", key.id().hex());
        fields.put("in_use", inUse);
        fields.put("created", file.created().toString());
        fields.put("username", file.username());
        fields.put("hostname", file.hostname());
        output.item(
            (inUse ? "* " : "  ")
                + key.id().brief()
                + "  "
                + file.created()
                + "  "
                + file.username()
                + "@"
                + file.hostname(),
            fields);
      }
      output.result("", Json.object("keys", keys.size()));
      return ExitCode.DONE;
    }
  }
}
