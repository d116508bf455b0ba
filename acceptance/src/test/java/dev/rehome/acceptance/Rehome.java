package dev.rehome.acceptance;

import dev.rehome.process.Command;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import java.nio.file.Path;

/** The program as users start it. */
final class Rehome {
  /** The checkout's, or with {@code -Drehome.launcher=…} that of an installed Rehome. */
  static final String LAUNCHER =
      System.getProperty(
          "rehome.launcher", Path.of(System.getProperty("rehome.root", ".."), "rehome").toString());

  private Rehome() {}

  /** {@code rehome repository …} with the password that all tests use. */
  static Command repository(String... arguments) {
    return Command.of(LAUNCHER, "repository")
        .and(arguments)
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD));
  }
}
