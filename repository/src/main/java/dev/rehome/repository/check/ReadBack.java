package dev.rehome.repository.check;

import dev.rehome.repository.BlobIndex;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.PackReading;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.progress.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads all files of trees out of the repository, each byte of them, and writes none. */
public final class ReadBack implements AutoCloseable {
  private static final int MOST = 50_000; // blobs looked for together

  private final Blobs blobs;
  private final Cancellation cancellation;
  private final Meter meter;
  private final Crew crew = new Crew();
  private final PackReading<BlobIndex.Location> reading;
  private final List<BlobIndex.Location> wanted = new ArrayList<>();

  /**
   * Reads with the processors there are.
   *
   * @param meter counts the files and bytes that were read
   */
  public ReadBack(Blobs blobs, Cancellation cancellation, Meter meter) {
    this.blobs = blobs;
    this.cancellation = cancellation;
    this.meter = meter;
    this.reading = new PackReading<>(blobs, crew, cancellation, Function.identity());
  }

  /** Fails with {@code DAMAGED} at what is not as it was stored. */
  public void read(Id tree) {
    visit(tree);
    flush();
  }

  private void visit(Id tree) {
    for (Node node : blobs.tree(tree).nodes()) {
      cancellation.check();
      if (node.isFile()) {
        meter.file();
        node.content().forEach(id -> wanted.add(blobs.locate(BlobType.DATA, id)));
        if (wanted.size() >= MOST) {
          flush();
        }
      }
      node.subtree().ifPresent(this::visit);
    }
  }

  private void flush() {
    reading.each(wanted, this::open);
    wanted.clear();
  }

  private void open(BlobIndex.Location location, PackReading.SealedBlob sealed) {
    sealed.open();
    meter.bytes(location.blob().plainLength());
  }

  @Override
  public void close() {
    crew.close();
  }
}
