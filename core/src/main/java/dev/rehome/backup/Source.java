package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.files.FileSet;
import dev.rehome.host.StackHosts;
import dev.rehome.process.Secret;
import java.util.List;
import java.util.Map;

/**
 * What a backup is made of: a stack's databases and files, all references resolved.
 *
 * @param secrets that must not change, by name; of which a backup keeps fingerprints
 * @param hosts the machines that sets of files name
 */
public record Source(
    List<Database> databases, List<FileSet> files, Map<String, Secret> secrets, StackHosts hosts) {
  public Source {
    databases = List.copyOf(databases);
    files = List.copyOf(files);
    secrets = Map.copyOf(secrets);
  }
}
