package dev.rehome.repository;

import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.PackedBlob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which blob lies where: a hash table with open addressing in plain arrays, since a repository has
 * millions of blobs (about 60 bytes each). Where a blob lies in several packs, one of them is known
 * here. Safe for several threads.
 */
public final class BlobIndex {
  /** Where a blob lies. */
  public record Location(Id pack, PackedBlob blob) {}

  private static final int PENDING = -1; // claimed, not yet in a pack
  private static final int EMPTY = 0; // in the table; entries count from 1

  private int[] table = new int[1024];
  private long[] ids = new long[4 * 512];
  private int[] packs = new int[512];
  private int[] offsets = new int[512];
  private int[] lengths = new int[512];
  private int[] uncompressed = new int[512];
  private byte[] types = new byte[512];
  private int size;
  private final List<Id> packIds = new ArrayList<>();
  private final Map<Id, Integer> packNumbers = new HashMap<>();

  /** Every index file of the repository; {@code DAMAGED} if one is. */
  static BlobIndex load(Documents documents) {
    var index = new BlobIndex();
    try (var crew = new Crew()) {
      crew.each(
          documents.names(Name.Kind.INDEX),
          name -> documents.load(name, IndexFile::decode).packs().forEach(index::add));
    }
    return index;
  }

  /** Takes in a pack's blobs; those claimed before are now to be found. */
  public synchronized void add(IndexFile.Pack pack) {
    int number =
        packNumbers.computeIfAbsent(
            pack.id(),
            id -> {
              packIds.add(id);
              return packIds.size() - 1;
            });
    for (PackedBlob blob : pack.blobs()) {
      int entry = entryOf(blob.type(), blob.id());
      if (entry < 0) {
        entry = insert(blob.type(), blob.id());
      } else if (packs[entry] != PENDING) {
        continue;
      }
      packs[entry] = number;
      offsets[entry] = blob.offset();
      lengths[entry] = blob.length();
      uncompressed[entry] = blob.uncompressedLength();
    }
  }

  public synchronized Optional<Location> find(BlobType type, Id id) {
    int entry = entryOf(type, id);
    if (entry < 0 || packs[entry] == PENDING) {
      return Optional.empty();
    }
    var blob = new PackedBlob(type, id, offsets[entry], lengths[entry], uncompressed[entry]);
    return Optional.of(new Location(packIds.get(packs[entry]), blob));
  }

  public synchronized boolean has(BlobType type, Id id) {
    int entry = entryOf(type, id);
    return entry >= 0 && packs[entry] != PENDING;
  }

  /**
   * True for the one caller that has to store the blob: it is neither stored nor claimed by
   * another.
   */
  public synchronized boolean claim(BlobType type, Id id) {
    if (entryOf(type, id) >= 0) {
      return false;
    }
    int entry = insert(type, id); // which may replace the arrays
    packs[entry] = PENDING;
    return true;
  }

  /** The packs that index files name. */
  public synchronized Set<Id> packs() {
    return new HashSet<>(packIds);
  }

  public synchronized int size() {
    return size;
  }

  private int entryOf(BlobType type, Id id) {
    int mask = table.length - 1;
    for (int slot = id.hashCode() & mask; table[slot] != EMPTY; slot = (slot + 1) & mask) {
      int entry = table[slot] - 1;
      int at = 4 * entry;
      if (ids[at] == id.a()
          && ids[at + 1] == id.b()
          && ids[at + 2] == id.c()
          && ids[at + 3] == id.d()
          && types[entry] == type.code()) {
        return entry;
      }
    }
    return -1;
  }

  private int insert(BlobType type, Id id) {
    if (size == packs.length) {
      grow();
    }
    int entry = size++;
    ids[4 * entry] = id.a();
    ids[4 * entry + 1] = id.b();
    ids[4 * entry + 2] = id.c();
    ids[4 * entry + 3] = id.d();
    types[entry] = (byte) type.code();
    place(entry);
    return entry;
  }

  private void place(int entry) {
    int mask = table.length - 1;
    int slot = (int) (ids[4 * entry] >>> 32) & mask;
    while (table[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry + 1;
  }

  private void grow() {
    int more = packs.length + (packs.length >> 1);
    ids = Arrays.copyOf(ids, 4 * more);
    packs = Arrays.copyOf(packs, more);
    offsets = Arrays.copyOf(offsets, more);
    lengths = Arrays.copyOf(lengths, more);
    uncompressed = Arrays.copyOf(uncompressed, more);
    types = Arrays.copyOf(types, more);
    if (more > table.length / 4 * 3) {
      table = new int[table.length * 2];
      for (int entry = 0; entry < size; entry++) {
        place(entry);
      }
    }
  }
}
