package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.stack.Stack.DatabaseSettings;
import dev.rehome.stack.Stack.FilesSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What scripts saved by hand, in a folder: a dump in plain SQL, the data folders beside it, and a
 * list of images. It becomes a backup like any other, by way of a scratch server.
 *
 * @param folder where it is
 * @param dump the dump's name in it
 */
public record ManualBackup(Path folder, String dump) {
  private static final String IMAGES = "docker_images.txt";

  /**
   * Makes a backup of it.
   *
   * @param database the key of the database that the dump is of; else the only one there is
   */
  public SavedBackup take(
      Sources sources,
      Optional<String> database,
      Scratch scratch,
      Path scratchFolder,
      BackupTaking taking) {
    DatabaseSettings settings = database(sources, database);
    Path sql = folder.resolve(dump);
    if (!Files.isRegularFile(sql)) {
      throw bad("there is no " + dump + " in what is to be imported", "name it: --dump NAME");
    }
    Map<FileSet, Path> files = files(sources);
    Database loaded = scratch.load(scratchFolder, settings.key(), user(sources, settings), sql);
    return taking.of(List.of(loaded), files, images(), sources.hosts());
  }

  private static DatabaseSettings database(Sources sources, Optional<String> key) {
    List<DatabaseSettings> meant =
        sources.stack().databases().stream()
            .filter(each -> !each.disposable())
            .filter(each -> key.isEmpty() || each.key().equals(key.get()))
            .toList();
    if (meant.size() != 1) {
      throw bad(
          meant.isEmpty()
              ? "the stack file has no such database"
              : "the stack file has " + meant.size() + " databases",
          "say which one the dump is of: --database KEY");
    }
    return meant.getFirst();
  }

  private static String user(Sources sources, DatabaseSettings settings) {
    return settings
        .user()
        .map(user -> user.resolve(sources.references()))
        .orElseGet(() -> sources.endpoint(settings).user().user());
  }

  /** The stack's file sets, and where each is here. */
  private Map<FileSet, Path> files(Sources sources) {
    var all = new LinkedHashMap<FileSet, Path>();
    for (FilesSettings settings : sources.stack().files()) {
      FileSet set = sources.origin(settings);
      for (String path : set.include()) {
        if (!Files.exists(folder.resolve(path))) {
          throw bad(
              "there is no " + path + " in what is to be imported",
              "the stack file includes it below " + set.root());
        }
      }
      all.put(set, folder);
    }
    return all;
  }

  private Map<String, byte[]> images() {
    Path list = folder.resolve(IMAGES);
    try {
      return Files.exists(list) ? Map.of("images/" + IMAGES, Files.readAllBytes(list)) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + list, e);
    }
  }

  private static FailureException bad(String what, String next) {
    return new FailureException(Failure.Kind.BAD_INPUT, what, Safety.NOTHING_CHANGED, next);
  }
}
