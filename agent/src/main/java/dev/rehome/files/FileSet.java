package dev.rehome.files;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
  /** Where the agent is on a host, and dumps while they are made or loaded: part of no set. */
  private static final String OWN = ".cache/rehome";

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
    return PathPatterns.of(Stream.concat(exclude.stream(), Stream.of(OWN)).toList());
  }

  /** The same where its root is once links are followed, if it is there. */
  FileSet real() {
    Path there = Path.of(root);
    try {
      return Files.exists(there)
          ? new FileSet(host, there.toRealPath().toString(), include, exclude)
          : this;
    } catch (IOException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          root + " cannot be looked at: " + e.getMessage(),
          "nothing was written there",
          "see what stands in the way there, and start again");
    }
  }

  @Override
  public String toString() {
    return root + host.map(name -> " on host " + name).orElse("");
  }

  /** Whether a path is one of those meant. */
  Predicate<RawPath> members() {
    List<RawPath> paths = paths();
    PathPatterns exclusion = exclusion();
    return path -> paths.stream().anyMatch(each -> each.contains(path)) && !exclusion.match(path);
  }
}
