package dev.rehome.repository.retention;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.PackedBlob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which packs stay as they are, which are repacked and which go. Works on what is known and
 * changes nothing.
 *
 * @param keep packs that stay
 * @param repack packs of which only the named blobs are needed
 * @param delete packs that go, once what they held of value is elsewhere and the new index is
 *     written
 * @param unused bytes of unneeded blobs in packs that stay
 */
record PrunePlan(
    List<IndexFile.Pack> keep,
    List<IndexFile.Pack> repack,
    List<Id> delete,
    long blobsRemoved,
    long unused) {
  /** A blob that snapshots need. */
  record Needed(BlobType type, Id id) {}

  private record Candidate(IndexFile.Pack pack, List<PackedBlob> used, long unusedBytes) {}

  /**
   * @param sizes the packs that are there, with their sizes in bytes
   * @param tolerated the part of all bytes that may stay unused, 0 to 1
   */
  static PrunePlan of(
      Map<Id, IndexFile.Pack> named, Map<Id, Long> sizes, Set<Needed> needed, double tolerated) {
    var missing = new HashSet<>(needed);
    var keep = new ArrayList<IndexFile.Pack>();
    var delete = new ArrayList<Id>();
    var partly = new ArrayList<Candidate>();
    long blobsRemoved = 0;
    for (IndexFile.Pack pack : ordered(named, sizes, needed)) {
      var used = new ArrayList<PackedBlob>();
      long unused = 0;
      for (PackedBlob blob : pack.blobs()) {
        if (missing.remove(new Needed(blob.type(), blob.id()))) {
          used.add(blob);
        } else {
          unused += blob.length();
          blobsRemoved++;
        }
      }
      if (used.isEmpty()) {
        delete.add(pack.id());
      } else if (unused == 0) {
        keep.add(pack);
      } else {
        partly.add(new Candidate(pack, used, unused));
      }
    }
    refuseLoss(missing);
    sizes.keySet().stream().filter(id -> !named.containsKey(id)).forEach(delete::add);
    return decide(keep, partly, delete, blobsRemoved, (long) (tolerated * total(sizes)));
  }

  /**
   * Packs that are there in their size (a cut one must not be kept in place of a whole copy), those
   * with the most needed blobs first, so that of a blob's copies the best placed is kept.
   */
  private static List<IndexFile.Pack> ordered(
      Map<Id, IndexFile.Pack> named, Map<Id, Long> sizes, Set<Needed> needed) {
    return named.values().stream()
        .filter(pack -> sizes.getOrDefault(pack.id(), -1L) == pack.size())
        .sorted(
            Comparator.comparingDouble(
                    (IndexFile.Pack pack) ->
                        -(double)
                                pack.blobs().stream()
                                    .filter(b -> needed.contains(new Needed(b.type(), b.id())))
                                    .count()
                            / Math.max(1, pack.blobs().size()))
                .thenComparing(IndexFile.Pack::id))
        .toList();
  }

  private static long total(Map<Id, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void refuseLoss(Set<Needed> missing) {
    if (!missing.isEmpty()) {
      Needed first = missing.iterator().next();
      throw new RepositoryFailure(
          RepositoryFailure.Reason.DAMAGED,
          missing.size()
              + " blobs that snapshots need are in no pack, for example the "
              + first.type().word()
              + " blob "
              + first.id(),
          "nothing was changed; prune only removes from a repository that is whole",
          "rehome repository check LOCATION    says which snapshots and files are concerned",
          "forget those snapshots, or bring the missing packs back, then prune again");
    }
  }

  /** Repacks those with the largest unneeded part first, until what stays unneeded is tolerable. */
  private static PrunePlan decide(
      List<IndexFile.Pack> keep,
      List<Candidate> partly,
      List<Id> delete,
      long blobsRemoved,
      long tolerated) {
    partly.sort(
        Comparator.comparingDouble(
                (Candidate c) -> -(double) c.unusedBytes() / Math.max(1, c.pack().size()))
            .thenComparing(c -> c.pack().id()));
    long unused = partly.stream().mapToLong(Candidate::unusedBytes).sum();
    var repack = new ArrayList<IndexFile.Pack>();
    for (Candidate candidate : partly) {
      boolean trees =
          candidate.used().getFirst().type() == BlobType.TREE; // few bytes, and read often
      if (unused > tolerated || trees) {
        unused -= candidate.unusedBytes();
        repack.add(new IndexFile.Pack(candidate.pack().id(), candidate.used()));
        delete.add(candidate.pack().id());
      } else {
        keep.add(candidate.pack());
        blobsRemoved -= candidate.pack().blobs().size() - candidate.used().size();
      }
    }
    return new PrunePlan(keep, repack, delete, blobsRemoved, unused);
  }
}
