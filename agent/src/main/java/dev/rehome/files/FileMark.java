package dev.rehome.files;

import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A cheap value that changes when anybody writes below some folders: names, sizes, and the times of
 * the last change, which no program can set back.
 */
public record FileMark(String value) {
  /** The mark now; what cannot be looked at makes it one that equals no other. */
  static FileMark of(FileSet set) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      PathPatterns exclusion = set.exclusion();
      for (RawPath path : set.paths()) {
        add(digest, exclusion, path);
      }
      return new FileMark(HexFormat.of().formatHex(digest.digest()));
    } catch (SystemException e) {
      return new FileMark("unreadable at " + System.nanoTime() + ": " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, PathPatterns exclusion, RawPath path)
      throws SystemException {
    if (exclusion.match(path)) {
      return;
    }
    FileStatus status = Folder.status(path);
    digest.update(
        (path + " " + status.size() + " " + status.ctime() + " " + status.ctimeNanos() + "\n")
            .getBytes(StandardCharsets.UTF_8));
    if (status.type() == NodeType.DIRECTORY) {
      for (RawName name : Folder.names(path).stream().sorted().toList()) {
        add(digest, exclusion, path.resolve(name));
      }
    }
  }
}
