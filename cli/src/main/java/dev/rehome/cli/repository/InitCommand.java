package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.crypto.PasswordHash;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "Makes a repository with two keys: your password's, and a recovery key that is shown once.",
      "",
      "Example:  REHOME_PASSWORD=… rehome repository init /backups/shop"
    },
    mixinStandardHelpOptions = true)
final class InitCommand extends RepositoryTask {
  @Option(
      names = "--create-bucket",
      paramLabel = "REGION",
      description =
          "Make the bucket of Cloud Storage first, in this region, such as europe-west1; in the"
              + " project that GOOGLE_CLOUD_PROJECT names.")
  Optional<String> region = Optional.empty();

  @Override
  protected ExitCode run(Output output) {
    byte[] password = Keys.bytes(password().reveal());
    Repository.Created created =
        Repository.init(
            Locations.create(options.location, region), password, PasswordHash::calibrated);
    try (Repository repository = created.repository()) {
      String id = repository.config().id().hex();
      output.result(
          "Made the repository "
              + id.substring(0, 8)
              + " at "
              + options.location
              + ".\n\n"
              + "Recovery key:  "
              + created.recoveryKey()
              + "\n\n"
              + "It opens the repository if the password is lost. It is shown this once and kept"
              + " nowhere:\n"
              + "write it down and keep it apart from the password.",
          Json.object(
              "id", id, "location", options.location, "recovery_key", created.recoveryKey()));
    }
    return ExitCode.DONE;
  }
}
