package dev.rehome.redeployment;

import dev.rehome.backup.Source;
import dev.rehome.database.Database;
import dev.rehome.database.WriteMark;
import dev.rehome.files.FileMark;
import java.util.Map;
import java.util.TreeMap;

/** The write marks of everything that nobody may write to any more. */
record Marks(Map<String, WriteMark> databases, FileMark files) {
  static Marks of(Source source) {
    var databases = new TreeMap<String, WriteMark>();
    for (Database database : source.databases()) {
      databases.put(database.endpoint().key(), database.mark());
    }
    return new Marks(databases, FileMark.of(source.files()));
  }
}
