package dev.rehome.repository.restore;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.PackReading;
import java.util.ArrayList;
import java.util.List;

/**
 * Restores files some thousands at a time, so that each pack is read once for all of them and in
 * order, and memory stays bounded however many files there are.
 */
final class Batch {
  private static final int MOST_FILES = 10_000;
  private static final int MOST_PIECES = 50_000;

  private final Blobs blobs;
  private final Crew crew;
  private final Ledger ledger;
  private final Cancellation cancellation;
  private final PackReading<TargetFile.Piece> reading;
  private final List<TargetFile> files = new ArrayList<>();
  private int blobsNamed;

  Batch(Blobs blobs, Crew crew, Ledger ledger, Cancellation cancellation) {
    this.blobs = blobs;
    this.crew = crew;
    this.ledger = ledger;
    this.cancellation = cancellation;
    this.reading = new PackReading<>(blobs, crew, cancellation, TargetFile.Piece::location);
  }

  void add(TargetFile file) {
    files.add(file);
    blobsNamed += file.node().content().size();
    if (files.size() >= MOST_FILES || blobsNamed >= MOST_PIECES) {
      flush();
    }
  }

  void flush() {
    reading.each(missing(), this::write);
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

  private void write(TargetFile.Piece piece, PackReading.SealedBlob sealed) {
    ledger.attempt(piece.file().path(), () -> piece.file().write(piece, sealed.open(), ledger));
  }

  private void finish(TargetFile file) {
    if (!ledger.failed(file.path())) { // one that is incomplete must not look finished
      ledger.attempt(file.path(), file::finish);
      ledger.meter().file();
    }
  }
}
