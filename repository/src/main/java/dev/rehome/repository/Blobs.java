package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.PackHeader;
import dev.rehome.repository.format.PackedBlob;
import dev.rehome.repository.format.Tree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads blobs out of packs. Whatever is handed out has the hash that is its name. */
public final class Blobs {
  private final Backend backend;
  private final MasterKey key;
  private final BlobIndex index;
  private final ThreadLocal<Opening> opening;
  private final ThreadLocal<Room> packs = ThreadLocal.withInitial(Room::new);
  private final TreePacks treePacks = new TreePacks(this::wholePack);

  Blobs(Backend backend, MasterKey key, BlobIndex index) {
    this.backend = backend;
    this.key = key;
    this.index = index;
    this.opening = ThreadLocal.withInitial(() -> new Opening(key));
  }

  public BlobIndex index() {
    return index;
  }

  /** Where the blob lies; {@code DAMAGED} if no index file names it. */
  public BlobIndex.Location locate(BlobType type, Id id) {
    return index
        .find(type, id)
        .orElseThrow(
            () ->
                RepositoryFailure.damaged(
                    "no index file names the " + type.word() + " blob " + id));
  }

  public byte[] load(BlobType type, Id id) {
    BlobIndex.Location location = locate(type, id);
    PackedBlob blob = location.blob();
    boolean far = type == BlobType.TREE && backend.folder().isEmpty();
    Optional<byte[]> pack =
        far
            ? treePacks
                .of(location.pack())
                .filter(bytes -> bytes.length >= blob.offset() + blob.length())
            : Optional.empty();
    byte[] plain =
        pack.isPresent()
            ? open(location.pack(), blob, pack.get(), blob.offset())
            : open(
                location.pack(), blob, readPack(location.pack(), blob.offset(), blob.length()), 0);
    return Arrays.copyOf(plain, blob.plainLength());
  }

  public Tree tree(Id id) {
    return tree(id, load(BlobType.TREE, id));
  }

  /** The tree that these bytes, which were loaded, are. */
  public static Tree tree(Id id, byte[] json) {
    try {
      return Tree.decode(json);
    } catch (FormatException e) {
      throw RepositoryFailure.damaged("the tree " + id + " is damaged: " + e.getMessage());
    }
  }

  /**
   * Bytes of a pack, at the beginning of an array that this thread's next call uses again; {@code
   * DAMAGED} if the pack is missing or too short.
   */
  public byte[] readPack(Id pack, long offset, int length) {
    byte[] bytes = packs.get().of(length);
    return reading(
        pack,
        name -> {
          backend.read(name, offset, ByteBuffer.wrap(bytes, 0, length).slice());
          return bytes;
        });
  }

  private byte[] wholePack(Id pack) {
    return reading(pack, backend::readAll);
  }

  private static byte[] reading(Id pack, Function<Name, byte[]> read) {
    Name name = new Name(Name.Kind.PACK, pack.hex());
    try {
      return read.apply(name);
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.ABSENT) {
        throw RepositoryFailure.damaged("the pack " + name + " is missing");
      }
      if (e.kind() == BackendException.Kind.PERMANENT) {
        throw RepositoryFailure.damaged("the pack " + name + " cannot be read: " + e.getMessage());
      }
      throw e;
    }
  }

  /**
   * The plain bytes of a blob whose sealed bytes lie at {@code at}, checked against its name; at
   * the beginning of an array that this thread's next call uses again.
   */
  public byte[] open(Id pack, PackedBlob blob, byte[] sealed, int at) {
    try {
      return opening.get().open(blob, sealed, at);
    } catch (SealException | FormatException e) {
      throw RepositoryFailure.damaged(
          "the "
              + blob.type().word()
              + " blob "
              + blob.id()
              + " in the pack data/"
              + pack.hex().substring(0, 2)
              + "/"
              + pack
              + " is damaged: "
              + e.getMessage());
    }
  }

  /**
   * The list of blobs that the pack itself holds at its end; {@code size} is the pack's in bytes.
   */
  public List<PackedBlob> header(Id pack, long size) {
    try {
      if (size < 4 + MasterKey.OVERHEAD) {
        throw new FormatException("it is only " + size + " bytes long");
      }
      int guess = (int) Math.min(size, 4096);
      byte[] tail = readPack(pack, size - guess, guess);
      int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(guess - 4);
      if (length < MasterKey.OVERHEAD || length > size - 4 || length > PackHeader.LARGEST) {
        throw new FormatException(
            "its header cannot be " + Integer.toUnsignedString(length) + " bytes long");
      }
      boolean whole = length + 4 <= guess;
      byte[] bytes = whole ? tail : readPack(pack, size - 4 - length, length);
      return PackHeader.decode(key.open(bytes, whole ? guess - 4 - length : 0, length));
    } catch (SealException | FormatException e) {
      throw RepositoryFailure.damaged(
          "the pack data/"
              + pack.hex().substring(0, 2)
              + "/"
              + pack
              + " is damaged: "
              + e.getMessage());
    }
  }
}
