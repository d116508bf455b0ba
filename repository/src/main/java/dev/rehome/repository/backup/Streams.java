package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Party;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.format.Config;
import dev.rehome.repository.format.GoMode;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Stores a stream as a file that no file system had. */
final class Streams {
  private final BackupOptions options;
  private final ContentReader reader;

  Streams(
      BackupOptions options,
      BlobWriter writer,
      Config config,
      Meter meter,
      Cancellation cancellation) {
    this.options = options;
    this.reader = new ContentReader(new Chunker(config.polynomial()), writer, meter, cancellation);
  }

  Node store(String name, InputStream in) throws IOException {
    RawName file = RawName.of(name);
    if (!file.isFileName()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "\"" + name + "\" cannot name a file",
          "nothing was changed",
          "give a name without slashes");
    }
    Party self = Party.self();
    ContentReader.Content content = reader.store(in::readNBytes);
    return Node.made(
            file,
            NodeType.FILE,
            GoMode.of(NodeType.FILE, 0644),
            GoTime.local(options.time().orElseGet(Instant::now)),
            self.uid(),
            self.gid())
        .withContent(content.blobs(), content.size());
  }
}
