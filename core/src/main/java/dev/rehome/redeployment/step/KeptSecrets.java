package dev.rehome.redeployment.step;

import dev.rehome.backup.SavedBackup;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** Sees that a new stack has the secrets that what was saved depends on. */
final class KeptSecrets {
  private KeptSecrets() {}

  /** Compares fingerprints; names what differs, and never shows a value. */
  static void verify(Workshop workshop, Side side, SavedBackup backup) {
    var then = new TreeMap<>(backup.inventory().secrets());
    then.keySet().retainAll(workshop.stack().keepSecrets());
    if (then.isEmpty()) {
      return;
    }
    Map<String, String> now = workshop.backups().fingerprints(side.sources().keptSecrets());
    var wrong = new ArrayList<String>();
    then.forEach(
        (name, fingerprint) -> {
          if (!now.containsKey(name)) {
            wrong.add(name + " is missing");
          } else if (!fingerprint.equals(now.get(name))) {
            wrong.add(name + " is another one");
          }
        });
    if (!wrong.isEmpty()) {
      throw new FailureException(
          Failure.Kind.LOST,
          "the new stack's environment does not have the secrets of the old one: "
              + String.join(", ", wrong),
          Safety.NOTHING_CHANGED,
          "give the new stack what the old one had, then rehome resume",
          "or take the names out of keep-secrets, if that is meant to change");
    }
  }
}
