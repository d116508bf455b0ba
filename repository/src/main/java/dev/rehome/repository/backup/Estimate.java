package dev.rehome.repository.backup;

import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.progress.Meter;
import java.util.List;

/**
 * Adds up how much there is to back up, while that has begun already. It serves a display alone and
 * is not exact.
 */
public final class Estimate {
  private Estimate() {}

  /** Gives the meter its total, when all of the paths have been looked at. */
  public static void into(Meter meter, List<RawPath> paths, PathPatterns exclusion) {
    meter.total(paths.stream().mapToLong(path -> bytes(path, exclusion)).sum());
  }

  private static long bytes(RawPath path, PathPatterns exclusion) {
    if (exclusion.match(path)) {
      return 0;
    }
    try {
      FileStatus status = Folder.status(path);
      if (status.type() == NodeType.FILE) {
        return status.size();
      }
      long sum = 0;
      if (status.type() == NodeType.DIRECTORY) {
        for (RawName name : Folder.names(path)) {
          sum += bytes(path.resolve(name), exclusion);
        }
      }
      return sum;
    } catch (SystemException e) {
      return 0; // the backup itself reports it
    }
  }
}
