package dev.rehome.repository.retention;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.IndexWriter;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.PackedBlob;
import dev.rehome.repository.progress.Meter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes data that no snapshot needs. In this order, so that the repository is whole after every
 * step: needed blobs of packs to be repacked are stored anew; a new index is written; the old index
 * files go; the packs go.
 */
public final class Prune {
  private final Repository repository;
  private final double tolerated;
  private final Meter meter;
  private final Cancellation cancellation;

  /**
   * @param tolerated the part of all bytes that may stay though unneeded, 0 to 1; restic's default
   *     is 0.05
   */
  public Prune(Repository repository, double tolerated, Meter meter, Cancellation cancellation) {
    this.repository = repository;
    this.tolerated = tolerated;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** What a prune would do now; changes nothing. */
  public PruneResult rehearse() {
    try (var lock = RepositoryLock.take(repository, RepositoryLock.Mode.SHARED)) {
      lock.ensureHeld();
      Map<Id, Long> sizes = sizes();
      return result(PrunePlan.of(named(), sizes, needed(), tolerated), sizes);
    }
  }

  public PruneResult run() {
    try (var lock = RepositoryLock.take(repository, RepositoryLock.Mode.EXCLUSIVE)) {
      repository.forgetIndex(); // it may have changed until the lock was ours
      List<Name> oldIndex = repository.documents().names(Name.Kind.INDEX);
      Map<Id, IndexFile.Pack> named = named();
      Map<Id, Long> sizes = sizes();
      PrunePlan plan = PrunePlan.of(named, sizes, needed(), tolerated);
      boolean indexIsStale = named.size() != plan.keep().size();
      if (!plan.delete().isEmpty() || indexIsStale) {
        execute(plan, oldIndex, lock);
      }
      repository.backend().sweep();
      return result(plan, sizes);
    } finally {
      repository.forgetIndex();
    }
  }

  private void execute(PrunePlan plan, List<Name> oldIndex, RepositoryLock lock) {
    repack(plan.repack(), lock);
    lock.ensureHeld();
    var index = new IndexWriter(repository.documents());
    plan.keep().forEach(index::add);
    index.flush();
    for (Name name : oldIndex) {
      lock.ensureHeld();
      repository.backend().delete(name);
    }
    for (Id pack : plan.delete()) {
      lock.ensureHeld();
      repository.backend().delete(new Name(Name.Kind.PACK, pack.hex()));
    }
  }

  /** Each blob is read, checked, and stored in a new pack as it is. */
  private void repack(List<IndexFile.Pack> packs, RepositoryLock lock) {
    if (packs.isEmpty()) {
      return;
    }
    Blobs blobs = repository.blobs();
    try (var writer = new BlobWriter(repository, lock)) {
      for (IndexFile.Pack pack : packs) {
        for (PackedBlob blob : pack.blobs()) {
          cancellation.check();
          byte[] sealed = blobs.readPack(pack.id(), blob.offset(), blob.length());
          blobs.open(pack.id(), blob, sealed, 0);
          writer.add(blob, sealed);
          meter.bytes(blob.length());
        }
      }
      writer.finish();
    }
  }

  private Map<Id, IndexFile.Pack> named() {
    var named = new HashMap<Id, IndexFile.Pack>();
    for (Name name : repository.documents().names(Name.Kind.INDEX)) {
      repository
          .documents()
          .load(name, IndexFile::decode)
          .packs()
          .forEach(pack -> named.put(pack.id(), pack));
    }
    return named;
  }

  private Map<Id, Long> sizes() {
    var sizes = new HashMap<Id, Long>();
    repository
        .backend()
        .list(Name.Kind.PACK, entry -> sizes.put(Id.ofName(entry.name().value()), entry.size()));
    return sizes;
  }

  /**
   * Everything that any snapshot needs; a tree that cannot be read ends the prune before it has
   * changed anything.
   */
  private Set<PrunePlan.Needed> needed() {
    var needed = new HashSet<PrunePlan.Needed>();
    for (Snapshots.Saved saved : repository.snapshots().list()) {
      collect(saved.snapshot().tree(), needed);
    }
    return needed;
  }

  private void collect(Id tree, Set<PrunePlan.Needed> needed) {
    cancellation.check();
    if (!needed.add(new PrunePlan.Needed(BlobType.TREE, tree))) {
      return;
    }
    for (Node node : repository.blobs().tree(tree).nodes()) {
      node.content().forEach(id -> needed.add(new PrunePlan.Needed(BlobType.DATA, id)));
      node.subtree().ifPresent(subtree -> collect(subtree, needed));
    }
  }

  private static PruneResult result(PrunePlan plan, Map<Id, Long> sizes) {
    long deleted = plan.delete().stream().mapToLong(id -> sizes.getOrDefault(id, 0L)).sum();
    long rewritten = plan.repack().stream().mapToLong(IndexFile.Pack::size).sum();
    return new PruneResult(
        plan.keep().size(),
        plan.delete().size() - plan.repack().size(),
        plan.repack().size(),
        plan.blobsRemoved(),
        deleted - rewritten,
        plan.unused());
  }
}
