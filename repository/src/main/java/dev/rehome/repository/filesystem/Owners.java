package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.Node;
import java.util.Optional;

/**
 * Whose files are that come from another machine, where the same users may have other numbers.
 *
 * @param by what counts
 * @param all with {@link By#ONE}, the name of the user who gets all of them
 */
public record Owners(By by, Optional<String> all) {
  /** What counts. */
  public enum By {
    NUMBER,
    NAME,
    ONE
  }

  /** The numbers as they were stored, as restic does it. */
  public static final Owners AS_STORED = new Owners(By.NUMBER, Optional.empty());

  /** The users and groups that have the same names here; the number where none was stored. */
  public static final Owners BY_NAME = new Owners(By.NAME, Optional.empty());

  private static final long NOBODY = -1;

  /** One user, and its own group, for all. */
  public static Owners all(String user) {
    return new Owners(By.ONE, Optional.of(user));
  }

  /** The node as it belongs on this machine; owned by -1 if {@link #missing} has something. */
  public Node of(Node node) {
    return switch (by) {
      case NUMBER -> node;
      case NAME ->
          node.withOwner(
              node.user().isEmpty()
                  ? node.uid()
                  : Accounts.userNamed(node.user()).map(Accounts.User::uid).orElse(NOBODY),
              node.group().isEmpty()
                  ? node.gid()
                  : Accounts.groupNamed(node.group()).orElse(NOBODY));
      case ONE -> {
        Optional<Accounts.User> user = Accounts.userNamed(all.orElseThrow());
        yield node.withOwner(
            user.map(Accounts.User::uid).orElse(NOBODY),
            user.map(Accounts.User::gid).orElse(NOBODY));
      }
    };
  }

  /** The user or group that this machine lacks for what {@link #of} gave, if it does. */
  public Optional<String> missing(Node mapped) {
    if (mapped.uid() == NOBODY) {
      return Optional.of("user " + all.orElse(mapped.user()));
    }
    return mapped.gid() == NOBODY ? Optional.of("group " + mapped.group()) : Optional.empty();
  }
}
