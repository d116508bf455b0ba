package dev.rehome.repository.retention;

import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.Snapshots;
import java.util.List;
import java.util.function.Function;

/** Removes snapshots. Their data stays until {@link Prune}. */
public final class Forget {
  private final Repository repository;

  public Forget(Repository repository) {
    this.repository = repository;
  }

  /** Removes what the choice says of all snapshots; those that were removed. */
  public List<Snapshots.Saved> run(Function<List<Snapshots.Saved>, List<Snapshots.Saved>> choice) {
    try (var lock = RepositoryLock.take(repository, RepositoryLock.Mode.EXCLUSIVE)) {
      List<Snapshots.Saved> removed = choice.apply(repository.snapshots().list());
      for (Snapshots.Saved saved : removed) {
        lock.ensureHeld();
        repository.snapshots().delete(saved.id());
      }
      return removed;
    }
  }
}
