package dev.rehome.readiness;

import dev.rehome.backup.StackRepository;
import dev.rehome.repository.backend.Backend;
import java.util.List;

/** Whether the repository takes what a run stores. */
public record RepositoryLook(StackRepository opened) {
  public Findings look() {
    Findings keys =
        opened.repository().keys().names().size() < 2
            ? Findings.warning(
                "the repository has one key only; rehome repository key add makes another, for the"
                    + " day on which the password is lost")
            : Findings.NONE;
    opened.repository().blobs();
    Backend place = opened.repository().backend();
    List<String> missing = place.missingRights();
    return keys.and(
        Findings.problemUnless(
            missing.isEmpty(),
            "this login lacks rights on the repository "
                + place.location()
                + ": "
                + String.join(", ", missing)));
  }
}
