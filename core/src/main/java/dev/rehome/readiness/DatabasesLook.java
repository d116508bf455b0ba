package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Whether each database can be saved, proven and brought back, and whether there is room for that.
 *
 * @param measured the databases, as far as they could be
 */
public record DatabasesLook(List<Attempt<Measured>> measured) {
  /** A database and how much it holds. */
  public record Measured(Database database, Database.Size size) {}

  public static DatabasesLook at(Sources sources) {
    return new DatabasesLook(
        sources.source().databases().stream()
            .map(each -> Attempt.of(() -> new Measured(each, each.size())))
            .toList());
  }

  /**
   * Looks.
   *
   * @param managed the keys of those whose servers a provider runs
   */
  public Findings look(Set<String> managed, Scratch scratch) {
    return Findings.all(
        measured.stream()
            .map(
                each ->
                    each.then(
                        it ->
                            new DatabaseLook(
                                    it.database(),
                                    managed.contains(it.database().endpoint().key()),
                                    scratch)
                                .look(it.size()))));
  }

  /**
   * What will be needed for a while.
   *
   * @param temporary where dumps are, one at a time
   * @param scratchBase where the proof's servers are
   */
  public List<Attempt<Room>> rooms(Path temporary, Path scratchBase) {
    List<Database.Size> sizes = Attempt.had(measured).stream().map(Measured::size).toList();
    long dump = sizes.stream().mapToLong(Database.Size::dumped).max().orElse(0);
    long loaded = sizes.stream().mapToLong(Database.Size::onDisk).sum();
    return List.of(
        Attempt.of(() -> Room.at(temporary, dump, "dumps")),
        Attempt.of(() -> Room.at(scratchBase, loaded + dump, "the proof's databases")));
  }
}
