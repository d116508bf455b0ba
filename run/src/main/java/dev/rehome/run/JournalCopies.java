package dev.rehome.run;

import java.util.List;
import java.util.Optional;

/** Copies of journals where other machines find them. */
public interface JournalCopies {
  /** Durable on return; replaces the copy before. */
  void put(RunId run, byte[] journal);

  /** The journal of this run, if there is a copy of it. */
  Optional<byte[]> of(RunId run);

  /** All runs that there is a copy of. */
  List<RunId> runs();
}
