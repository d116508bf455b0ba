package dev.rehome.repository;

import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.PackedBlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads many blobs as they lie in their packs, some MiB at once, on all processors: each by itself
 * would be a journey of its own to a repository that is far away.
 *
 * @param <W> what a blob is wanted for
 */
public final class PackReading<W> {
  private static final int RANGE =
      8 * 1024 * 1024; // bytes read at once; more would not fit where garbage is cheap
  private static final int GAP = 256 * 1024; // bytes that are cheaper to read than to leave out

  private final Blobs blobs;
  private final Crew crew;
  private final Cancellation cancellation;
  private final Function<W, BlobIndex.Location> location;

  public PackReading(
      Blobs blobs, Crew crew, Cancellation cancellation, Function<W, BlobIndex.Location> location) {
    this.blobs = blobs;
    this.crew = crew;
    this.cancellation = cancellation;
    this.location = location;
  }

  /** A blob that was read and is still to be opened. */
  public interface SealedBlob {
    /**
     * Its plain bytes, at the beginning of an array that the next one uses again; {@code DAMAGED}
     * if they do not have the hash that is its name, or could not be read.
     */
    byte[] open();
  }

  /** Hands out each with what was read of it, from several threads. */
  public void each(Collection<W> wanted, BiConsumer<W, SealedBlob> use) {
    var byPack = new HashMap<Id, List<W>>();
    for (W each : wanted) {
      byPack.computeIfAbsent(location.apply(each).pack(), pack -> new ArrayList<>()).add(each);
    }
    crew.each(new ArrayList<>(byPack.entrySet()), pack -> pack(pack, use));
  }

  private PackedBlob blob(W wanted) {
    return location.apply(wanted).blob();
  }

  private void pack(Map.Entry<Id, List<W>> pack, BiConsumer<W, SealedBlob> use) {
    List<W> all = pack.getValue();
    all.sort(Comparator.comparingInt(wanted -> blob(wanted).offset()));
    for (int from = 0, to; from < all.size(); from = to) {
      int start = blob(all.get(from)).offset();
      int end = start;
      for (to = from; to < all.size(); to++) {
        PackedBlob blob = blob(all.get(to));
        if (to > from
            && (blob.offset() > end + GAP || blob.offset() + blob.length() - start > RANGE)) {
          break;
        }
        end = Math.max(end, blob.offset() + blob.length());
      }
      range(pack.getKey(), all.subList(from, to), start, end - start, use);
    }
  }

  private void range(
      Id pack, List<W> wanted, int start, int length, BiConsumer<W, SealedBlob> use) {
    cancellation.check();
    byte[] sealed;
    try {
      sealed = blobs.readPack(pack, start, length);
    } catch (RepositoryFailure e) {
      for (W each : wanted) {
        use.accept(
            each,
            () -> {
              throw e;
            });
      }
      return;
    }
    var opened = new Opened();
    for (W each : wanted) {
      cancellation.check();
      use.accept(each, () -> opened.bytes(pack, blob(each), sealed, start));
    }
  }

  /** The blob that was opened last: equal ones lie together. */
  private final class Opened {
    private int offset = -1;
    private byte[] plain = {};

    byte[] bytes(Id pack, PackedBlob blob, byte[] sealed, int start) {
      if (blob.offset() != offset) {
        offset = -1; // its bytes are about to be written over
        plain = blobs.open(pack, blob, sealed, blob.offset() - start);
        offset = blob.offset();
      }
      return plain;
    }
  }
}
