package dev.rehome.repository;

import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.IndexFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what index files will say of uploaded packs, and writes one every few seconds. Safe for
 * several threads.
 */
public final class IndexWriter {
  private static final long INTERVAL = 15_000_000_000L; // nanoseconds
  private static final int MOST_BLOBS = 50_000; // keeps an index file below 8 MiB, as restic does

  private final Documents documents;
  private List<IndexFile.Pack> packs = new ArrayList<>();
  private int blobs;
  private long written = System.nanoTime();

  public IndexWriter(Documents documents) {
    this.documents = documents;
  }

  /** Takes in a pack that is durable, and writes if it is time to. */
  public synchronized void add(IndexFile.Pack pack) {
    packs.add(pack);
    blobs += pack.blobs().size();
    if (blobs >= MOST_BLOBS || System.nanoTime() - written > INTERVAL) {
      flush();
    }
  }

  public synchronized void flush() {
    if (!packs.isEmpty()) {
      documents.save(Name.Kind.INDEX, new IndexFile(packs).encode());
      packs = new ArrayList<>();
      blobs = 0;
    }
    written = System.nanoTime();
  }
}
