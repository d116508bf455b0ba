package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.PackedBlob;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stores blobs that the repository does not have yet: compressed, sealed, read back, gathered into
 * packs, uploaded in the background, and named by index files that are written every few seconds,
 * so that the work of a killed process is not lost. Safe for several threads; {@link #finish} makes
 * everything durable and findable.
 */
public final class BlobWriter implements AutoCloseable {
  private static final int UPLOADS = 2;
  private static final int SMALL_PACK = 1 << 20;

  private final Backend backend;
  private final MasterKey key;
  private final ThreadLocal<Sealing> sealing;
  private final BlobIndex index;
  private final RepositoryLock lock;
  private final IndexWriter indexWriter;
  private final Map<BlobType, PackBuilder> open = new EnumMap<>(BlobType.class);
  private final ExecutorService uploads =
      Executors.newFixedThreadPool(UPLOADS, Thread.ofPlatform().daemon().factory());
  private final ExecutorService sealers =
      new ThreadPoolExecutor(
          0,
          Math.max(1, Runtime.getRuntime().availableProcessors() - 1), // callers work, too
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().factory(),
          (task, full) -> task.run()); // also once it is closed: who waits for it must be told
  private final Queue<byte[]> rooms = new ConcurrentLinkedQueue<>();
  private final Queue<Room> pieces = new ConcurrentLinkedQueue<>();
  private final Semaphore waiting = new Semaphore(UPLOADS);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong dataBlobs = new AtomicLong();
  private final AtomicLong treeBlobs = new AtomicLong();

  public BlobWriter(Repository repository, RepositoryLock lock) {
    this.backend = repository.backend();
    this.key = repository.masterKey();
    this.sealing =
        ThreadLocal.withInitial(() -> new Sealing(key, repository.config().version() >= 2));
    this.index = repository.blobs().index();
    this.lock = lock;
    this.indexWriter = new IndexWriter(repository.documents());
  }

  /** Stores the first {@code length} bytes unless they are there already; their id either way. */
  public Id store(BlobType type, byte[] plain, int length) {
    Id id = Id.hash(plain, length);
    if (index.claim(type, id)) {
      added.addAndGet(length);
      Sealing.Sealed sealed = sealing.get().seal(type, id, plain, length);
      add(sealed.blob(), sealed.bytes());
    }
    return id;
  }

  /**
   * The same, beside the caller while a processor's thread is free for it, so that one large file
   * is worked on by all of them.
   */
  public CompletableFuture<Id> storeBeside(BlobType type, byte[] from, int at, int length) {
    Room room = Optional.ofNullable(pieces.poll()).orElseGet(Room::new);
    System.arraycopy(from, at, room.of(length), 0, length);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return store(type, room.of(length), length);
          } finally {
            pieces.add(room);
          }
        },
        sealers);
  }

  /** Adds a blob that is sealed already, to the first of these bytes, which the caller checked. */
  public void add(PackedBlob blob, byte[] sealed) {
    throwFailure();
    stored.addAndGet(blob.length());
    (blob.type() == BlobType.DATA ? dataBlobs : treeBlobs).incrementAndGet();
    PackBuilder full = null;
    synchronized (open) {
      PackBuilder builder = open.computeIfAbsent(blob.type(), type -> new PackBuilder(room()));
      builder.add(blob, sealed);
      if (builder.full()) {
        full = open.remove(blob.type());
      }
    }
    if (full != null) {
      upload(full);
    }
  }

  /** Packs are large: made anew for each, they would fill the heap before it is cleared. */
  private byte[] room() {
    byte[] used = rooms.poll();
    return used == null ? new byte[SMALL_PACK] : used;
  }

  /** Plain bytes of the blobs that were new. */
  public long added() {
    return added.get();
  }

  /** Sealed bytes added so far. */
  public long stored() {
    return stored.get();
  }

  /** How many blobs of the type were new. */
  public long blobs(BlobType type) {
    return (type == BlobType.DATA ? dataBlobs : treeBlobs).get();
  }

  private void upload(PackBuilder builder) {
    try {
      waiting.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an upload", e);
    }
    uploads.execute(
        () -> {
          try {
            if (failure.get() == null) {
              uploadNow(builder);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            waiting.release();
          }
        });
  }

  private void uploadNow(PackBuilder builder) {
    PackBuilder.Finished finished = builder.finish(key);
    lock.ensureHeld();
    backend.put(new Name(Name.Kind.PACK, finished.pack().id().hex()), finished.bytes());
    rooms.add(builder.room());
    index.add(finished.pack());
    indexWriter.add(finished.pack());
  }

  private void throwFailure() {
    Throwable failed = failure.get();
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * Uploads what is left, and writes the index. Afterwards all that was stored can be found by
   * everyone.
   */
  public void finish() {
    synchronized (open) {
      open.values().stream().filter(builder -> !builder.empty()).forEach(this::upload);
      open.clear();
    }
    waiting.acquireUninterruptibly(UPLOADS);
    waiting.release(UPLOADS);
    throwFailure();
    lock.ensureHeld();
    indexWriter.flush();
  }

  /**
   * Stops, after uploads that have begun: nothing may be written when the lock is gone. What was
   * not finished stays unnamed; the next backup finds and adopts whole packs.
   */
  @Override
  public void close() {
    failure.compareAndSet(null, new IllegalStateException("this writer is closed"));
    sealers.close();
    uploads.close();
  }
}
