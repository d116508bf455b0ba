package dev.rehome.database;

import java.nio.file.Path;

/** Servers of one's own, on which backups are restored to see whether they can be. */
public interface Scratch {
  /**
   * A database on a server in this folder, started if need be.
   *
   * @param like what it is to hold; its server's version decides the program's
   */
  Database database(Path folder, String key, String name, String owner, Inventory like);

  /**
   * Makes a copy of one of these databases to try migrations on.
   *
   * @param name what the copy is called, if it can be
   */
  Rehearsal rehearse(Database loaded, String name);

  /**
   * Loads a dump that is plain SQL, packed or not, into a new database on a server in this folder.
   * Roles that it names are made; nothing in it is changed.
   *
   * @param owner who gets what the dump gives to nobody
   */
  Database load(Path folder, String key, String owner, Path sql);

  /** Fails unless this machine can run a server for a database of this major version. */
  void possible(int major);

  /** Stops the servers in this folder, and removes it. */
  void discard(Path folder);
}
