package dev.rehome.redeployment;

import dev.rehome.backup.Source;
import dev.rehome.backup.StackFiles;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Database;
import dev.rehome.database.WriteMark;
import dev.rehome.files.FileMark;
import dev.rehome.repository.progress.Meter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The write marks of everything that nobody may write to any more. */
record Marks(Map<String, WriteMark> databases, FileMark files) {
  static Marks of(Source source, StackRepository repository) {
    var databases = new TreeMap<String, WriteMark>();
    for (Database database : source.databases()) {
      databases.put(database.endpoint().key(), database.mark());
    }
    try (var stores = new StackFiles(repository, source.hosts(), new Meter())) {
      return new Marks(
          databases,
          new FileMark(
              source.files().stream()
                  .map(set -> stores.of(set).mark(set).value())
                  .collect(Collectors.joining(" "))));
    }
  }
}
