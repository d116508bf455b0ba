package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.files.FileSet;
import java.util.List;

/** What a backup is made of: a stack's databases and files, all references resolved. */
public record Source(List<Database> databases, List<FileSet> files) {
  public Source {
    databases = List.copyOf(databases);
    files = List.copyOf(files);
  }
}
