package dev.rehome.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders from the root down to a path as the kernel knows them: symbolic links followed, and
 * each folder by its number, so that a folder that is mounted in two places is one.
 *
 * @param real of what is not there, as it would be
 * @param folders of each that is there, from the root on: its device and number
 * @param there whether the last one is the path itself
 */
record Chain(Path real, List<Object> folders, boolean there) {
  static Chain of(Path path) throws IOException {
    Path existing = path.toAbsolutePath().normalize();
    while (!Files.exists(existing)) {
      existing = Optional.ofNullable(existing.getParent()).orElseThrow();
    }
    Path rest = existing.relativize(path.toAbsolutePath().normalize());
    Path real = existing.toRealPath();
    var folders = new ArrayList<Object>();
    for (Path each = real; each != null; each = each.getParent()) {
      folders.addFirst(key(each));
    }
    boolean there = rest.toString().isEmpty();
    return new Chain(there ? real : real.resolve(rest), List.copyOf(folders), there);
  }

  private static Object key(Path path) throws IOException {
    return List.of(Files.getAttribute(path, "unix:dev"), Files.getAttribute(path, "unix:ino"));
  }

  /** Whether this is the other or lies below it. */
  boolean within(Chain other) {
    return real.startsWith(other.real)
        || (other.there && folders.contains(other.folders.getLast()));
  }
}
