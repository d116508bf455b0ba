package dev.rehome.database;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was taken away to keep writers out and has to be given back, and what was given for that and
 * has to be taken away.
 *
 * @param revoked the roles that could connect, {@code PUBLIC} among them
 * @param granted roles that could connect only by one of those
 * @param strong whether it keeps the application out, or only ended its sessions
 */
public record Fence(List<String> revoked, List<String> granted, boolean strong) {
  /** None. */
  public static final Fence NONE = new Fence(List.of(), List.of(), false);

  public Fence {
    revoked = List.copyOf(revoked);
    granted = List.copyOf(granted);
  }

  /** What lifts both. */
  public Fence and(Fence other) {
    return new Fence(
        both(revoked, other.revoked), both(granted, other.granted), strong || other.strong);
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
