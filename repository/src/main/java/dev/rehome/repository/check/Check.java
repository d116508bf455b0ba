package dev.rehome.repository.check;

import dev.rehome.repository.BlobIndex;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.Snapshot;
import dev.rehome.repository.progress.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks a repository: every key, index file, snapshot and tree, that every blob that is needed is
 * named by an index and lies in a pack of the right size; and with the data read, every byte of
 * every pack.
 *
 * <p>Snapshots are listed before index files and those before packs, the reverse of the order in
 * which a backup writes them, so that one that runs at the same time is not taken for damage.
 */
public final class Check {
  private final Repository repository;
  private final boolean readData;
  private final CheckListener listener;
  private final Meter meter;
  private final Cancellation cancellation;
  private final AtomicLong problems = new AtomicLong();
  private Runnable ensureLocked = () -> {};

  public Check(
      Repository repository,
      boolean readData,
      CheckListener listener,
      Meter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.readData = readData;
    this.listener = listener;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  public CheckResult run() {
    try (var lock = RepositoryLock.begin(repository);
        var crew = new Crew()) {
      ensureLocked = lock::ensureHeld;
      repository.keys().names().forEach(name -> attempt(name, () -> repository.keys().load(name)));
      Map<Id, Snapshot> snapshots = snapshots();
      var named = new TreeMap<Id, IndexFile.Pack>();
      BlobIndex index = index(named);
      Map<Id, Long> sizes = packs(named);
      Blobs blobs = repository.blobs(index);
      var trees = new TreeCheck(blobs, this::problem, cancellation);
      var work = new ArrayList<Runnable>();
      work.add(
          () ->
              snapshots.forEach((id, snapshot) -> trees.check("snapshots/" + id, snapshot.tree())));
      if (readData) {
        meter.total(sizes.values().stream().mapToLong(Long::longValue).sum());
        named.values().forEach(pack -> work.add(() -> read(blobs, pack, sizes)));
      }
      crew.each(work, Runnable::run);
      long unused = index.size() - trees.used();
      if (unused > 0) {
        listener.note(unused + " blobs are in no snapshot; prune removes them");
      }
      lock.ensureHeld();
      return new CheckResult(
          snapshots.size(),
          sizes.size(),
          index.size(),
          unused,
          meter.now().bytes(),
          problems.get(),
          meter.now());
    }
  }

  /** It is one only if nobody could remove anything meanwhile. */
  private void problem(String file, String what) {
    ensureLocked.run();
    problems.incrementAndGet();
    listener.problem(file, what);
  }

  private boolean attempt(Name name, Runnable look) {
    cancellation.check();
    try {
      look.run();
      return true;
    } catch (RepositoryFailure e) {
      if (e.reason() != RepositoryFailure.Reason.DAMAGED) {
        throw e;
      }
      problem(name.path(), e.whatHappened());
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.TRANSIENT) {
        throw e;
      }
      problem(name.path(), String.valueOf(e.getMessage()));
    }
    return false;
  }

  private Map<Id, Snapshot> snapshots() {
    var snapshots = new TreeMap<Id, Snapshot>();
    for (Name name : repository.documents().names(Name.Kind.SNAPSHOT)) {
      attempt(
          name,
          () ->
              snapshots.put(
                  Id.ofName(name.value()), repository.documents().load(name, Snapshot::decode)));
    }
    return snapshots;
  }

  private BlobIndex index(Map<Id, IndexFile.Pack> named) {
    var index = new BlobIndex();
    for (Name name : repository.documents().names(Name.Kind.INDEX)) {
      attempt(
          name,
          () -> {
            for (IndexFile.Pack pack :
                repository.documents().load(name, IndexFile::decode).packs()) {
              named.putIfAbsent(pack.id(), pack);
              index.add(pack);
            }
          });
    }
    return index;
  }

  /**
   * The packs that are there, with their sizes in bytes, compared with those that index files name.
   */
  private Map<Id, Long> packs(Map<Id, IndexFile.Pack> named) {
    var sizes = new TreeMap<Id, Long>();
    repository
        .backend()
        .list(Name.Kind.PACK, entry -> sizes.put(Id.ofName(entry.name().value()), entry.size()));
    for (IndexFile.Pack pack : named.values()) {
      String path = path(pack.id());
      Long size = sizes.get(pack.id());
      if (size == null) {
        problem(path, "the pack " + path + " is missing");
      } else if (size != pack.size()) {
        problem(
            path, "the pack " + path + " has " + size + " bytes and should have " + pack.size());
      }
    }
    List<String> orphans = new ArrayList<>();
    sizes.keySet().stream()
        .filter(id -> !named.containsKey(id))
        .forEach(id -> orphans.add(path(id)));
    if (!orphans.isEmpty()) {
      listener.note(
          orphans.size()
              + " packs are named by no index file (an interrupted backup leaves such; the next one"
              + " adopts them): "
              + String.join(", ", orphans.subList(0, Math.min(5, orphans.size()))));
    }
    return sizes;
  }

  static String path(Id pack) {
    return new Name(Name.Kind.PACK, pack.hex()).path();
  }

  private void read(Blobs blobs, IndexFile.Pack pack, Map<Id, Long> sizes) {
    Long size = sizes.get(pack.id());
    if (size == null) {
      return; // reported as missing
    }
    var entry = new Backend.Entry(new Name(Name.Kind.PACK, pack.id().hex()), size);
    attempt(entry.name(), () -> new PackCheck(blobs, this::problem).check(entry, pack));
    meter.bytes(size);
  }
}
