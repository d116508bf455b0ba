package dev.rehome.files;

import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and folders below a root, all references resolved.
 *
 * @param root absolute
 * @param include paths below it
 * @param exclude patterns of what to leave out
 */
public record FileSet(String root, List<String> include, List<String> exclude) {
  public FileSet {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  List<RawPath> paths() {
    return include.stream().map(path -> RawPath.of(Path.of(root).resolve(path))).toList();
  }

  PathPatterns exclusion() {
    return PathPatterns.of(exclude);
  }

  /** Whether the path is one of those meant. */
  boolean contains(RawPath path) {
    return paths().stream().anyMatch(each -> each.contains(path)) && !exclusion().match(path);
  }
}
