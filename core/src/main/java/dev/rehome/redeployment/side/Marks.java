package dev.rehome.redeployment.side;

import dev.rehome.backup.Backups;
import dev.rehome.backup.FileStores;
import dev.rehome.backup.Source;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.WriteMark;
import dev.rehome.files.FileMark;
import dev.rehome.repository.progress.Meter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The write marks of everything that nobody may write to any more. */
public record Marks(Map<String, WriteMark> databases, FileMark files) {
  /** Of what a stack has; where a server goes with it, of what is made on that, too. */
  public static Marks of(Sources sources, Backups backups) {
    Source source = sources.guarded();
    Set<String> going = new ServerLook(sources).going();
    var databases = new TreeMap<String, WriteMark>();
    for (Database database : source.databases()) {
      String key = database.endpoint().key();
      databases.put(key, of(database, going.contains(key)));
    }
    return new Marks(databases, files(source, backups));
  }

  /**
   * Of one database.
   *
   * @param going whether its server goes with the stack
   */
  public static WriteMark of(Database database, boolean going) {
    WriteMark own = database.mark();
    return going ? own.and(database.serverMark()) : own;
  }

  /** The mark of the files alone. */
  public static FileMark files(Source source, Backups backups) {
    try (FileStores stores = backups.files(source.hosts(), new Meter())) {
      return new FileMark(
          source.files().stream()
              .map(set -> stores.of(set).mark(set).value())
              .collect(Collectors.joining(" ")));
    }
  }
}
