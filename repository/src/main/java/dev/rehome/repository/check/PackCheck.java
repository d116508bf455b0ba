package dev.rehome.repository.check;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.PackedBlob;
import java.util.Comparator;
import java.util.List;

/** Reads one pack to its end: its hash, its header, and every blob in it. */
final class PackCheck {
  private static final Comparator<PackedBlob> BY_OFFSET =
      Comparator.comparingInt(PackedBlob::offset);

  private final Blobs blobs;
  private final Problems problems;

  PackCheck(Blobs blobs, Problems problems) {
    this.blobs = blobs;
    this.problems = problems;
  }

  void check(Backend.Entry entry, IndexFile.Pack named) {
    if (entry.size() != named.size()) {
      return; // reported already, and no offset means anything
    }
    String path = entry.name().path();
    int size = Math.toIntExact(entry.size());
    byte[] bytes = blobs.readPack(named.id(), 0, size);
    if (!Id.hash(bytes, size).equals(named.id())) {
      problems.add(
          path,
          "the pack " + path + " is damaged: its bytes do not have the hash that is its name");
    }
    List<PackedBlob> wanted = named.blobs().stream().sorted(BY_OFFSET).toList();
    for (PackedBlob blob : wanted) {
      try {
        blobs.open(named.id(), blob, bytes, blob.offset());
      } catch (RepositoryFailure e) {
        problems.add(path, e.whatHappened());
      }
    }
    if (!blobs.header(named.id(), size).equals(wanted)) { // in the memory that the pack was in
      problems.add(path, "the pack " + path + " holds other blobs than the index says");
    }
  }
}
