package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.RawName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Looks at files by path; never follows a link. */
public final class Folder {
  private Folder() {}

  /** The names in a folder, in the order in which trees hold them. */
  public static List<RawName> names(RawPath folder) throws SystemException {
    var names = new ArrayList<RawName>();
    Libc.list(folder, name -> names.add(RawName.of(name)));
    Collections.sort(names);
    return names;
  }

  public static FileStatus status(RawPath path) throws SystemException {
    return Libc.status(path);
  }

  /** Of what a link points to. */
  public static FileStatus statusFollowingLinks(RawPath path) throws SystemException {
    return Libc.statusFollowingLinks(path);
  }

  /** Empty if nothing is there. */
  public static Optional<FileStatus> statusIfPresent(RawPath path) throws SystemException {
    try {
      return Optional.of(Libc.status(path));
    } catch (SystemException e) {
      if (e.absent()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
