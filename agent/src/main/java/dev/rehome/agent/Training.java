package dev.rehome.agent;

import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.files.FreshFolder;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does all that an agent does, on a few files of its own, while Java writes down what it needed for
 * that: so that the next agents start fast. It is run once on each host.
 */
public final class Training {
  private Training() {}

  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("rehome-training-");
    try {
      Path root = Files.createDirectories(work.resolve("root/files"));
      for (int i = 0; i < 200; i++) {
        Files.writeString(root.resolve("file" + i), ("line of file " + i + "\n").repeat(1000));
      }
      var place = new LocalBackend(Files.createDirectory(work.resolve("repository")));
      try (Repository repository =
              Repository.init(place, new byte[] {1}, () -> PasswordHash.of(16, 8, 1)).repository();
          HostFiles files = agent(repository)) {
        var set = new FileSet(work + "/root", List.of("files"), List.of("*.tmp"));
        FileStore.Stored stored = files.store(set, Optional.empty(), List.of("training"));
        var target = FreshFolder.own(work.resolve("target").toString());
        files.restore(stored.tree(), set.root(), FileStore.Target.folder(target));
        files.identity(set);
        files.compare(stored.tree(), set.root(), set, Owners.BY_NAME);
        files.mark(set);
      }
    } finally {
      try (Stream<Path> all = Files.walk(work)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Both ends of a line in one process. */
  static HostFiles agent(Repository repository) throws IOException {
    Pipe there = Pipe.open();
    Pipe here = Pipe.open();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                new Agent(
                        Channels.newInputStream(there.source()),
                        Channels.newOutputStream(here.sink()))
                    .serve();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return new HostFiles(
        repository,
        new Meter(),
        new Cancellation(),
        Channels.newInputStream(here.source()),
        Channels.newOutputStream(there.sink()));
  }
}
