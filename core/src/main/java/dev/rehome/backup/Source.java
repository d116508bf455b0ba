package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.files.FileSet;
import dev.rehome.process.Secret;
import java.util.List;
import java.util.Map;

/**
 * What a backup is made of: a stack's databases and files, all references resolved.
 *
 * @param secrets that must not change, by name; of which a backup keeps fingerprints
 */
public record Source(List<Database> databases, List<FileSet> files, Map<String, Secret> secrets) {
  public Source {
    databases = List.copyOf(databases);
    files = List.copyOf(files);
    secrets = Map.copyOf(secrets);
  }

  public Source(List<Database> databases, List<FileSet> files) {
    this(databases, files, Map.of());
  }
}
