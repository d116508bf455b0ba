package dev.rehome.redeployment.plan;

import dev.rehome.document.Json;
import dev.rehome.run.Run;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another revision that a run is to go on with, as it was agreed to.
 *
 * @param commit its full id
 * @param inputs digest of what decides which stack it builds
 * @param by who agreed to what is destroyed for it
 */
public record Mending(String commit, String inputs, String by) {
  private static final String NOTE = "mended ";

  /** The one that was agreed to last. */
  public static Optional<Mending> newest(Run run) {
    return all(run).reduce((one, later) -> later);
  }

  /** The newest one with this revision. */
  public static Optional<Mending> of(Run run, String commit) {
    return all(run).filter(each -> each.commit().equals(commit)).reduce((one, later) -> later);
  }

  private static Stream<Mending> all(Run run) {
    return run.record().notes(NOTE).stream().map(json -> Json.read(json, Mending.class));
  }

  public void note(Run run) {
    run.noted(NOTE + run.entries().size(), Mending.class, () -> this);
  }
}
