package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.format.Id;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "passwd",
    description =
        "Changes the password of the key that opens the repository now; other keys stay as they"
            + " are.",
    mixinStandardHelpOptions = true)
final class KeyPasswordCommand extends RepositoryTask {
  @Mixin NewPassword newPassword = new NewPassword();

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      Id added =
          repository
              .keys()
              .add(repository.masterKey(), newPassword.bytes(), PasswordHash::calibrated);
      repository
          .backend()
          .delete(new Name(Name.Kind.KEY, repository.openedWith().hex())); // the new one is there
      output.result(
          "Changed the password; the key is now " + added.brief() + ".",
          Json.object("key", added.hex()));
      return ExitCode.DONE;
    }
  }
}
