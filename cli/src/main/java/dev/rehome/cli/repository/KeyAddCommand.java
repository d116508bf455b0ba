package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Repository;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.format.Id;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "add",
    description = "Adds a key with a password of its own.",
    mixinStandardHelpOptions = true)
final class KeyAddCommand extends RepositoryTask {
  @Mixin NewPassword newPassword = new NewPassword();

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      Id id =
          repository
              .keys()
              .add(repository.masterKey(), newPassword.bytes(), PasswordHash::calibrated);
      output.result("Added key " + id.brief() + ".", Json.object("key", id.hex()));
      return ExitCode.DONE;
    }
  }
}
