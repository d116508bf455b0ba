package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Moment;
import dev.rehome.stack.Stack.DatabaseSettings;
import java.util.Optional;

/**
 * Whether the application's own user can log in to each database, and not only its administrator.
 */
public record LoginLook(Sources sources) {
  public Findings look() {
    return Findings.all(
        sources.stack().databases().stream()
            .filter(settings -> !settings.disposable() && settings.adminUser().isPresent())
            .map(settings -> Findings.attempt(() -> look(settings))));
  }

  private Findings look(DatabaseSettings settings) {
    Endpoint all = sources.endpoint(settings);
    var own =
        new Endpoint(
            all.key(),
            all.host(),
            all.port(),
            all.near(),
            all.name(),
            all.user(),
            Optional.empty());
    try (Moment moment = sources.outside().databases().at(own).freeze()) {
      return Findings.problemUnless(
          !moment.snapshot().isEmpty(), "database " + own + " keeps no moment readable");
    }
  }
}
