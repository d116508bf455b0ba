package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.Passwords;
import dev.rehome.repository.Keys;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a key's new password comes from. */
final class NewPassword {
  @Option(
      names = "--new-password-file",
      paramLabel = "FILE",
      description =
          "A file that holds the new password. Otherwise REHOME_NEW_PASSWORD, or it is asked for.")
  @Nullable Path file;

  byte[] bytes() {
    return Keys.bytes(Passwords.get(file, "REHOME_NEW_PASSWORD", "New password").reveal());
  }
}
