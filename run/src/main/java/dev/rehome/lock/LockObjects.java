package dev.rehome.lock;

import java.util.Optional;

/**
 * Where the objects of one stack's lock are: small, numbered, seen by all machines. Any call may
 * fail, and may have had its effect all the same.
 */
public interface LockObjects {
  /** Whose lock it is. */
  String stack();

  /** The highest number that is there; 0 if none is. */
  long newest();

  /** Empty if it is gone. */
  Optional<LockEntry> read(long number);

  /** Of several who try, one wins. */
  boolean putIfAbsent(long number, LockEntry entry);

  /** In place of what is there. */
  void put(long number, LockEntry entry);

  /** Removes all that have lower numbers. */
  void deleteBelow(long number);
}
