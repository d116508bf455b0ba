package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import java.util.Set;

/** Whether the environment files have what must not change. */
public record KeptSecretLook(Sources sources) {
  public Findings look() {
    Set<String> found = sources.keptSecrets().keySet();
    return Findings.all(
        sources.stack().keepSecrets().stream().map(name -> look(name, found.contains(name))));
  }

  private static Findings look(String name, boolean found) {
    return found
        ? Findings.later("whether its environment has " + name + " as it was (keep-secrets)")
        : Findings.problem("no environment file has " + name + ", which keep-secrets names");
  }
}
