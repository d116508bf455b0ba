package dev.rehome.cli.terminal;

import dev.rehome.process.Secret;
import dev.rehome.repository.RepositoryFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where passwords come from: a file, the environment, or the terminal; never an argument, which
 * everyone could see.
 */
public final class Passwords {
  private Passwords() {}

  public static Secret get(@Nullable Path file, String variable, String prompt) {
    if (file != null) {
      return fromFile(file);
    }
    String value = System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      return new Secret(value);
    }
    return Prompt.hidden(prompt + ": ")
        .filter(typed -> typed.length > 0)
        .map(typed -> new Secret(new String(typed)))
        .orElseThrow(
            () ->
                new RepositoryFailure(
                    RepositoryFailure.Reason.BAD_INPUT,
                    "no password was given",
                    "nothing was changed",
                    "set " + variable + " in the environment, or name a file that holds it"));
  }

  /** Without the white space around it, as restic reads such files. */
  private static Secret fromFile(Path file) {
    try {
      return new Secret(Files.readString(file).trim());
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(file, "it cannot be read");
    }
  }

  private static RepositoryFailure unreadable(Path file, String why) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        "the password file " + file + ": " + why,
        "nothing was changed",
        "check the path and its rights");
  }
}
