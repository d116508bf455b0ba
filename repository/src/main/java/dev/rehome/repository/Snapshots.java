package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The snapshots of a repository. */
public final class Snapshots {
  /** A snapshot and the id it is known by. */
  public record Saved(Id id, Snapshot snapshot) {}

  private static final Comparator<Saved> BY_TIME =
      Comparator.comparing((Saved saved) -> saved.snapshot().time().instant())
          .thenComparing(Saved::id);

  private final Backend backend;
  private final Documents documents;

  Snapshots(Backend backend, Documents documents) {
    this.backend = backend;
    this.documents = documents;
  }

  /** All of them, oldest first. */
  public List<Saved> list() {
    var all = new ArrayList<Saved>();
    for (Name name : documents.names(Name.Kind.SNAPSHOT)) {
      all.add(load(name));
    }
    all.sort(BY_TIME);
    return all;
  }

  private Saved load(Name name) {
    return new Saved(Id.ofName(name.value()), documents.load(name, Snapshot::decode));
  }

  /**
   * The newest one of those wanted, named {@code latest}, or the one whose id begins with the text.
   */
  public Saved find(String text, Predicate<Snapshot> wanted) {
    if (text.equals("latest")) {
      List<Saved> all = list().stream().filter(saved -> wanted.test(saved.snapshot())).toList();
      if (all.isEmpty()) {
        throw unknown("there is no snapshot yet that fits");
      }
      return all.getLast();
    }
    List<Name> found =
        documents.names(Name.Kind.SNAPSHOT).stream()
            .filter(name -> name.value().startsWith(text))
            .toList();
    if (found.isEmpty()) {
      throw unknown("no snapshot's id begins with \"" + text + "\"");
    }
    if (found.size() > 1) {
      List<String> briefs =
          found.stream().map(name -> name.value().substring(0, text.length() + 8)).toList();
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "the ids of "
              + found.size()
              + " snapshots begin with \""
              + text
              + "\": "
              + String.join(", ", briefs),
          "nothing was changed",
          "give more digits of the one you mean");
    }
    return load(found.getFirst());
  }

  private static RepositoryFailure unknown(String what) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        what,
        "nothing was changed",
        "rehome repository snapshots LOCATION    lists what there is");
  }

  public Id save(Snapshot snapshot) {
    return Id.ofName(documents.save(Name.Kind.SNAPSHOT, snapshot.encode()).value());
  }

  public void delete(Id id) {
    backend.delete(new Name(Name.Kind.SNAPSHOT, id.hex()));
  }
}
