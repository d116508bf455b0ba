package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.Passwords;
import dev.rehome.cli.terminal.Task;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.progress.Meter;
import picocli.CommandLine.Mixin;

/**
 * What all commands on a repository have in common: opening it, and ending in an exit code and a
 * plain error.
 */
abstract class RepositoryTask extends Task {
  @Mixin Options options = new Options();

  final Meter meter = new Meter();

  /**
   * The library says LOCATION in what to do next, since it does not know what the operator typed.
   */
  @Override
  protected final String next(String line) {
    return line.replace("LOCATION", options.location);
  }

  final Repository open() {
    Backend backend = Locations.open(options.location);
    return Repository.open(backend, Keys.bytes(password().reveal()));
  }

  final dev.rehome.process.Secret password() {
    return Passwords.get(options.passwordFile, "REHOME_PASSWORD", "Password of the repository");
  }
}
