package dev.rehome.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Journals in folders below one.
 *
 * @param base may not exist yet
 */
public record FolderJournals(Path base) implements JournalFiles {
  @Override
  public List<String> names() {
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.list(base)) {
      return runs.map(place -> place.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("could not list the runs in " + base, e);
    }
  }

  @Override
  public Path folder(String name) {
    return base.resolve(name);
  }

  @Override
  public boolean exists(String name) {
    return FolderJournal.exists(folder(name));
  }

  @Override
  public byte[] read(String name) {
    return FolderJournal.read(folder(name));
  }

  @Override
  public JournalFile open(String name) {
    return FolderJournal.open(folder(name));
  }

  @Override
  public void bring(String name, byte[] copy) {
    FolderJournal.bring(copy, folder(name));
  }
}
