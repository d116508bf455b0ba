package dev.rehome.files;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import java.util.List;
import java.util.Optional;

/** Moves files of one machine, this one or a host, into the repository and back. */
public interface FileStore {
  /**
   * What was stored: its tree, and the snapshot that keeps it for now.
   *
   * @param problems what could not be stored as it is
   */
  record Stored(Id tree, Id snapshot, long files, long bytes, List<String> problems) {
    public Stored {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Stores the set under its full paths.
   *
   * @param before a tree of an earlier backup, so that what did not change is not read again
   */
  Stored store(FileSet set, Optional<Id> before, List<String> tags);

  /**
   * What was written.
   *
   * @param written bytes that differed
   * @param removed what was there in excess, if that was to go
   * @param problems what is not as it should be
   */
  record Restored(long written, List<String> removed, List<String> problems) {
    public Restored {
      removed = List.copyOf(removed);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Where to restore to.
   *
   * @param mirror a set of which everything that was not stored is removed, before the rest comes
   *     back
   * @param trusting whether files of the right size and time count as right, since all of them are
   *     compared afterwards
   */
  record Target(FreshFolder folder, Owners owners, Optional<FileSet> mirror, boolean trusting) {
    /** With what the files have, and nothing removed. */
    public static Target folder(FreshFolder folder) {
      return new Target(folder, Owners.AS_STORED, Optional.empty(), false);
    }

    /** The same, trusting no file that is there. */
    public Target doubting() {
      return new Target(folder, owners, mirror, false);
    }
  }

  /**
   * Restores what was stored below one root to below another. What is there already and equal is
   * not written. The folder is asked again before anything is.
   *
   * @param tree of a stored set, with full paths
   * @throws RepositoryFailure if something speaks against writing there; nothing is written then
   */
  Restored restore(Id tree, String fromRoot, Target to);

  /** An entry that is not the same on both sides. */
  record Differing(String path, Difference.Kind kind, String detail) {
    /** As a listing shows it. */
    public String line() {
      return "file " + kind.sign() + " " + path + (detail.isEmpty() ? "" : "  (" + detail + ")");
    }

    @Override
    public String toString() {
      return path
          + " ("
          + kind.name().toLowerCase(java.util.Locale.ROOT)
          + ")"
          + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /** What differs, reading every byte; {@code extra} is what the stored set does not have. */
  record Compared(List<Differing> differing, List<Differing> extra) {
    public Compared {
      differing = List.copyOf(differing);
      extra = List.copyOf(extra);
    }
  }

  /** Compares a stored set with what is below the root now. */
  Compared compare(Id tree, String fromRoot, FileSet now, Owners owners);

  /**
   * Runs a command and stores what it prints as one file of this name.
   *
   * @throws RepositoryFailure if the command fails; what it had printed is then in no snapshot
   */
  Stored storeOutput(List<String> command, String name, List<String> tags);

  /** Runs a command whose input is a stored file; its problems if it fails. */
  Restored feed(Id tree, String name, List<String> command);

  /** What the set's folders are, whatever their address is. */
  FileSetIdentity identity(FileSet set);

  /** A cheap value that changes when anybody writes to the set. */
  FileMark mark(FileSet set);
}
