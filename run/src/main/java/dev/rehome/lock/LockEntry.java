package dev.rehome.lock;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What one object of a lock says. The one with the highest number counts. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "lock")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LockEntry.Held.class, name = "held"),
  @JsonSubTypes.Type(value = LockEntry.Released.class, name = "released")
})
public sealed interface LockEntry {
  /**
   * Somebody has it.
   *
   * @param nonce made anew at each taking, so that no two are taken for one
   * @param work what it is for
   * @param since when it was taken, by the owner's clock: for people to read
   * @param renewals how often it was renewed: whoever sees it change knows that the owner lives
   */
  record Held(
      String nonce, ProcessIdentity process, String user, String work, Instant since, long renewals)
      implements LockEntry {
    Held renewed() {
      return new Held(nonce, process, user, work, since, renewals + 1);
    }

    @Override
    public String toString() {
      return user + "@" + process + ", at work on " + work + " since " + since;
    }
  }

  /** Nobody has it. It stays until it is taken again, so that no number is used twice. */
  record Released() implements LockEntry {}

  /** It is damaged, or another version of Rehome wrote it. */
  record Unreadable(String why) implements LockEntry {}
}
