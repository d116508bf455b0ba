package dev.rehome.run;

import java.nio.file.Path;
import java.util.List;

/** Where this machine keeps the journals of runs, each in a folder of its own. */
public interface JournalFiles {
  /** Names of all folders, also of those that have no journal. */
  List<String> names();

  Path folder(String name);

  boolean exists(String name);

  /** A journal's bytes, also while another process writes it. */
  byte[] read(String name);

  /**
   * Opens a journal for writing, and makes it if there is none.
   *
   * @throws dev.rehome.failure.FailureException if another process has it open
   */
  JournalFile open(String name);

  /** Puts a copy in the place of what is there; that is kept beside it if it says anything. */
  void bring(String name, byte[] copy);
}
