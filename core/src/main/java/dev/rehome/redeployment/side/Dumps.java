package dev.rehome.redeployment.side;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.run.Operations;

/** Brings dumps from backups to where they are loaded. */
@FunctionalInterface
public interface Dumps {
  Dump of(Side side, SavedBackup backup, DatabasePart part, Database database);

  /** One database's dump. Its place depends on the run alone, so that whoever resumes finds it. */
  interface Dump {
    /** Brings it, in place of what is there. */
    DumpFolder fetch(Operations operations);

    /** Removes it, wherever it is. */
    void remove(Operations operations);
  }
}
