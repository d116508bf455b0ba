package dev.rehome.cli;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.progress.Meter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * What all commands on a repository have in common: opening it, and ending in an exit code and a
 * plain error.
 */
abstract class RepositoryTask implements Callable<Integer> {
  @Mixin Options options = new Options();

  final Meter meter = new Meter();

  /** Set by Ctrl-C; one for the program, since it runs one command. */
  static final Cancellation CANCELLATION = new Cancellation();

  /** The work itself; whatever it throws becomes an error message and an exit code. */
  abstract ExitCode run(Output output);

  @Override
  public Integer call() {
    var output = new Output(options.json);
    try {
      return run(output).code();
    } catch (RuntimeException | Error e) {
      if (System.getenv("REHOME_TRACE") != null) {
        e.printStackTrace();
      }
      RepositoryFailure failure = Failures.of(e);
      ExitCode code = ExitCode.of(failure.reason());
      output.failure(withLocation(failure), code);
      return code.code();
    }
  }

  /**
   * The library says LOCATION in what to do next, since it does not know what the operator typed.
   */
  private RepositoryFailure withLocation(RepositoryFailure failure) {
    return new RepositoryFailure(
        failure.reason(),
        failure.whatHappened(),
        failure.safe(),
        failure.next().stream().map(next -> next.replace("LOCATION", options.location)).toList());
  }

  final Repository open() {
    Backend backend = Locations.open(options.location);
    return Repository.open(backend, Keys.bytes(password().reveal()));
  }

  final dev.rehome.process.Secret password() {
    return Passwords.get(options.passwordFile, "REHOME_PASSWORD", "Password of the repository");
  }
}
