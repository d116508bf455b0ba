package dev.rehome.repository.restore;

import dev.rehome.repository.BlobIndex;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Making;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.OpenFile;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One regular file on the target: finds out which pieces it lacks, and takes them. */
final class TargetFile {
  private static final int PAGE = 4096;
  private static final int LARGE = 256 * 1024; // bytes worth a request to the disk of their own
  private static final byte[] ZEROS = new byte[PAGE];

  private final RawPath path;
  private final Node node;
  private final boolean trusting;
  private final boolean absent;
  private boolean toBeMade;
  private Optional<FileStatus> untouched = Optional.empty();
  private long zeroFrom; // from here on the file has only zeros, so that zeros need not be written

  /**
   * The file of this name.
   *
   * @param trusting whether size and time tell that it is right already
   * @param absent whether its folder was just made, so that there cannot be anything
   */
  TargetFile(RawPath path, Node node, boolean trusting, boolean absent) {
    this.absent = absent;
    this.trusting = trusting;
    this.path = path;
    this.node = node;
  }

  RawPath path() {
    return path;
  }

  Node node() {
    return node;
  }

  /** A blob that belongs at an offset of this file and is not there. */
  record Piece(TargetFile file, BlobIndex.Location location, long offset) {}

  /**
   * Opens or creates the file with its final size; what is missing in it then. What is there is
   * read and hashed.
   */
  List<Piece> missing(Blobs blobs, Ledger ledger) throws SystemException {
    if (absent && node.content().size() == 1) {
      toBeMade =
          true; // when it is written; else all workers would wait to make files in one folder
      return pieces(blobs);
    }
    Optional<FileStatus> there = absent ? Optional.empty() : Folder.statusIfPresent(path);
    if (there.isPresent()
        && there.get().type() == NodeType.FILE
        && there.get().links() <= Math.max(1, node.links())) {
      if (trusting && looksRight(there.get())) {
        untouched = there;
        ledger.meter().bytes(node.size());
        return List.of();
      }
      Making.accessible(path, there.get());
      List<Piece> missing = compare(blobs, there.get().size(), ledger);
      if (missing.isEmpty() && there.get().size() == node.size()) {
        return missing;
      }
      if (there.get().links() == 1) {
        resize(there.get().size());
        return missing;
      }
    }
    if (there
        .isPresent()) { // another type, or a second name of a file that is not ours to write to
      Obstacles.clear(path, there.get());
    }
    try (OpenFile file = OpenFile.create(path)) {
      file.truncate(node.size());
      zeroFrom = 0;
    }
    return pieces(blobs);
  }

  /** Gives it, whose content is right now, its metadata. */
  void finish() throws SystemException {
    Metadata.write(path, node, untouched.isPresent() ? untouched.get() : Folder.status(path));
  }

  /** A file gets its time last, so one that was being written does not have it. */
  private boolean looksRight(FileStatus there) {
    return there.size() == node.size()
        && there.mtime() == node.mtime().seconds()
        && there.mtimeNanos() == node.mtime().nanos();
  }

  private void resize(long size) throws SystemException {
    try (OpenFile file = OpenFile.forWriting(path)) {
      if (size != node.size()) {
        file.truncate(node.size());
      }
      zeroFrom = size;
    }
  }

  private List<Piece> pieces(Blobs blobs) {
    var pieces = new ArrayList<Piece>();
    long offset = 0;
    for (Id id : node.content()) {
      BlobIndex.Location location = blobs.locate(BlobType.DATA, id);
      pieces.add(new Piece(this, location, offset));
      offset += location.blob().plainLength();
    }
    return pieces;
  }

  private List<Piece> compare(Blobs blobs, long size, Ledger ledger) throws SystemException {
    var missing = new ArrayList<Piece>();
    byte[] buffer = {};
    try (OpenFile file = OpenFile.forReading(path)) {
      for (Piece piece : pieces(blobs)) {
        int length = piece.location().blob().plainLength();
        boolean equal = false;
        if (piece.offset() + length <= size) {
          buffer = buffer.length < length ? new byte[length] : buffer;
          file.readAt(piece.offset(), buffer, length);
          equal = Id.hash(buffer, length).equals(piece.location().blob().id());
        }
        if (equal) {
          ledger.meter().bytes(length);
        } else {
          missing.add(piece);
        }
      }
    } catch (EOFException e) {
      return pieces(blobs); // it was cut while it was read
    }
    return missing;
  }

  /**
   * Writes a verified blob where it belongs, leaving out pages of zeros where the file has zeros
   * anyway.
   */
  void write(Piece piece, byte[] bytes, Ledger ledger) throws SystemException {
    long offset = piece.offset();
    int length = piece.location().blob().plainLength();
    try (OpenFile file = toBeMade ? OpenFile.create(path) : OpenFile.forWriting(path)) {
      int from = 0;
      int end = 0;
      while (from < length) {
        int to = from;
        while (to < length && !isSkippable(offset + to, bytes, to, length)) {
          to = Math.min(length, to + PAGE);
        }
        if (to > from) {
          file.writeAt(offset + from, bytes, from, to - from);
          end = to;
          ledger.meter().stored(to - from);
        }
        from = to;
        while (from < length && isSkippable(offset + from, bytes, from, length)) {
          from = Math.min(length, from + PAGE);
        }
      }
      if (toBeMade && end < length) {
        file.truncate(length);
      }
      toBeMade = false;
      if (length >= LARGE) {
        file.beginWriting(offset, length);
      }
      ledger.meter().bytes(length);
    }
  }

  private boolean isSkippable(long position, byte[] bytes, int at, int end) {
    int page = Math.min(PAGE, end - at);
    return position >= zeroFrom && Arrays.equals(bytes, at, at + page, ZEROS, 0, page);
  }
}
