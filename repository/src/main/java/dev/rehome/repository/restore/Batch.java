package dev.rehome.repository.restore;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.format.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores files some thousands at a time, so that each pack is read once for all of them and in
 * order, and memory stays bounded however many files there are.
 */
final class Batch {
  private static final int MOST_FILES = 10_000;
  private static final int MOST_PIECES = 50_000;
  private static final int RANGE =
      8 * 1024 * 1024; // bytes read at once; more would not fit where garbage is cheap
  private static final int GAP = 256 * 1024; // bytes that are cheaper to read than to leave out

  private final Blobs blobs;
  private final Crew crew;
  private final Ledger ledger;
  private final Cancellation cancellation;
  private final List<TargetFile> files = new ArrayList<>();
  private int blobsNamed;

  Batch(Blobs blobs, Crew crew, Ledger ledger, Cancellation cancellation) {
    this.blobs = blobs;
    this.crew = crew;
    this.ledger = ledger;
    this.cancellation = cancellation;
  }

  void add(TargetFile file) {
    files.add(file);
    blobsNamed += file.node().content().size();
    if (files.size() >= MOST_FILES || blobsNamed >= MOST_PIECES) {
      flush();
    }
  }

  void flush() {
    crew.each(new ArrayList<>(ranges(missing()).values()), this::writePack);
    crew.each(files, this::finish);
    files.clear();
    blobsNamed = 0;
  }

  private List<TargetFile.Piece> missing() {
    var all = new ArrayList<TargetFile.Piece>();
    crew.each(
        files,
        file -> {
          cancellation.check();
          ledger.attempt(
              file.path(),
              () -> {
                List<TargetFile.Piece> missing = file.missing(blobs, ledger);
                synchronized (all) {
                  all.addAll(missing);
                }
              });
        });
    return all;
  }

  /** The wanted blobs of each pack in the order in which they lie. */
  private static Map<Id, List<TargetFile.Piece>> ranges(List<TargetFile.Piece> pieces) {
    var byPack = new HashMap<Id, List<TargetFile.Piece>>();
    for (TargetFile.Piece piece : pieces) {
      byPack.computeIfAbsent(piece.location().pack(), pack -> new ArrayList<>()).add(piece);
    }
    byPack
        .values()
        .forEach(
            list -> list.sort(Comparator.comparingInt(piece -> piece.location().blob().offset())));
    return byPack;
  }

  private void writePack(List<TargetFile.Piece> pieces) {
    for (int from = 0, to; from < pieces.size(); from = to) {
      int start = pieces.get(from).location().blob().offset();
      int end = start;
      for (to = from; to < pieces.size(); to++) {
        var blob = pieces.get(to).location().blob();
        if (to > from
            && (blob.offset() > end + GAP || blob.offset() + blob.length() - start > RANGE)) {
          break;
        }
        end = Math.max(end, blob.offset() + blob.length());
      }
      writeRange(pieces.subList(from, to), start, end - start);
    }
  }

  private void writeRange(List<TargetFile.Piece> pieces, int start, int length) {
    cancellation.check();
    Id pack = pieces.getFirst().location().pack();
    byte[] sealed;
    try {
      sealed = blobs.readPack(pack, start, length);
    } catch (RepositoryFailure e) {
      pieces.forEach(piece -> ledger.damage(piece.file().path(), e));
      return;
    }
    var opened = new LinkedHashMap<Integer, byte[]>(); // the last one only: equal ones lie together
    for (TargetFile.Piece piece : pieces) {
      cancellation.check();
      int at = piece.location().blob().offset() - start;
      ledger.attempt(
          piece.file().path(),
          () -> {
            byte[] plain = opened.get(at);
            if (plain == null) {
              opened.clear(); // its bytes are about to be written over
              plain = blobs.open(pack, piece.location().blob(), sealed, at);
              opened.put(at, plain);
            }
            piece.file().write(piece, plain, ledger);
          });
    }
  }

  private void finish(TargetFile file) {
    if (!ledger.failed(file.path())) { // one that is incomplete must not look finished
      ledger.attempt(file.path(), file::finish);
      ledger.meter().file();
    }
  }
}
