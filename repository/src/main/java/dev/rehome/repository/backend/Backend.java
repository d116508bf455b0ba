package dev.rehome.repository.backend;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place that keeps the files of one repository. All methods may be called from several threads at
 * once.
 *
 * <p>What every backend promises, and the conformance suite tests:
 *
 * <ul>
 *   <li><b>Atomic.</b> A file is there with all its bytes or not at all, also for a reader in
 *       another process.
 *   <li><b>Durable on return.</b> What {@link #put}, {@link #putIfAbsent} and {@link #delete} did
 *       outlives a power loss once they have returned.
 *   <li><b>Repeatable.</b> Every call may be made again after an error. The same {@code put} twice
 *       is one {@code put}; deleting what is not there is done.
 *   <li><b>Complete.</b> {@link #list} names every file whose {@code put} returned before the
 *       listing began, and each at most once.
 *   <li><b>Plain about errors.</b> A failure is a {@link BackendException} that says whether trying
 *       again can help.
 * </ul>
 */
public interface Backend extends AutoCloseable {
  /** A file in a listing, {@code size} in bytes. */
  record Entry(Name name, long size) {}

  /** Where this is, as an operator would write it; it carries no secret. */
  String location();

  /** The folder of this machine that the files are in, if they are in one. */
  default Optional<Path> folder() {
    return Optional.empty();
  }

  /**
   * Rights that it would need and has not, as the place itself names them; none also where that
   * cannot be asked.
   */
  default List<String> missingRights() {
    return List.of();
  }

  /**
   * A request for one file that a machine near the place may make itself; empty where there is no
   * such thing.
   */
  default Optional<Ticket> ticket(Ticket.Use use, Name name) {
    return Optional.empty();
  }

  /**
   * Removes what interrupted calls left behind and no listing shows. Only to be called by one who
   * knows that nobody else writes.
   */
  default void sweep() {}

  /**
   * Prepares an empty place for a new repository (folders); repeatable, and harmless on an existing
   * one.
   */
  void prepare();

  /**
   * Stores the remaining bytes under the name, replacing what was there. The buffer's position is
   * left alone.
   */
  void put(Name name, ByteBuffer bytes);

  /**
   * Stores the bytes unless the name is taken. Of several callers at once one gets {@code true}.
   */
  boolean putIfAbsent(Name name, ByteBuffer bytes);

  /**
   * Fills the buffer with the bytes from offset {@code at}: all that it has room for, or an error.
   */
  void read(Name name, long at, ByteBuffer into);

  /** The whole file. */
  byte[] readAll(Name name);

  /** Names every file of the kind. Things that are no repository files are passed over. */
  void list(Name.Kind kind, Consumer<Entry> each);

  /** Removes the file; one that is not there counts as removed. */
  void delete(Name name);

  @Override
  default void close() {}
}
