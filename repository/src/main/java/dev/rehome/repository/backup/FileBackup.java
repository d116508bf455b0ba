package dev.rehome.repository.backup;

import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.OpenFile;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import java.io.IOException;
import java.util.Optional;

/** Stores one file: its content as it is read, its metadata as it was when it was opened. */
final class FileBackup {
  private final RawPath path;
  private final RawName name;
  private final Findings findings;

  FileBackup(RawPath path, RawName name, Findings findings) {
    this.path = path;
    this.name = name;
    this.findings = findings;
  }

  /** The file's node, or nothing if it could not be read, which is then reported. */
  Optional<Node> store(ContentReader reader) throws IOException {
    try (OpenFile file = OpenFile.forReading(path)) {
      FileStatus opened = file.status();
      if (opened.type() != NodeType.FILE) {
        findings.changed(path);
        return Optional.empty();
      }
      Node node = Metadata.read(path, name, opened);
      ContentReader.Content content = reader.store(file::read);
      FileStatus after = file.status();
      if (!after.sameContentAs(opened) || content.size() != opened.size()) {
        findings.changed(path);
      }
      return Optional.of(node.withContent(content.blobs(), content.size()));
    } catch (SystemException e) {
      findings.problem(path, e);
      return Optional.empty();
    }
  }
}
