package dev.rehome.files;

import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files and folders below a root, all references resolved.
 *
 * @param host the machine that they are on, as the stack file calls it; else this one
 * @param root absolute
 * @param include paths below it
 * @param exclude patterns of what to leave out
 */
public record FileSet(
    Optional<String> host, String root, List<String> include, List<String> exclude) {
  public FileSet {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Of this machine. */
  public FileSet(String root, List<String> include, List<String> exclude) {
    this(Optional.empty(), root, include, exclude);
  }

  List<RawPath> paths() {
    return include.stream().map(path -> RawPath.of(Path.of(root).resolve(path))).toList();
  }

  PathPatterns exclusion() {
    return PathPatterns.of(exclude);
  }

  @Override
  public String toString() {
    return root + host.map(name -> " on host " + name).orElse("");
  }

  /** Whether the path is one of those meant. */
  boolean contains(RawPath path) {
    return paths().stream().anyMatch(each -> each.contains(path)) && !exclusion().match(path);
  }
}
