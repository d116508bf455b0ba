package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Unpacked;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sealed JSON documents of a repository: snapshots, index files and locks, each named by the
 * hash of its bytes.
 */
public final class Documents {
  private final Backend backend;
  private final MasterKey key;
  private final int version;

  Documents(Backend backend, MasterKey key, int version) {
    this.backend = backend;
    this.key = key;
    this.version = version;
  }

  /** Decodes a document's JSON. */
  public interface Decoder<T> {
    T decode(byte[] json) throws FormatException;
  }

  /**
   * Loads a document; if its bytes are not those of its name, or do not open or decode, it is
   * {@code DAMAGED}.
   */
  public <T> T load(Name name, Decoder<T> decoder) {
    byte[] bytes = backend.readAll(name);
    if (!Id.hash(bytes).hex().equals(name.value())) {
      throw RepositoryFailure.damaged(
          name + " is damaged: its bytes do not have the hash that is its name");
    }
    try {
      return decoder.decode(Unpacked.decode(key.open(bytes)));
    } catch (SealException | FormatException e) {
      throw RepositoryFailure.damaged(name + " is damaged: " + e.getMessage());
    }
  }

  /** Saves a document, having seen that what is written can be read. */
  public Name save(Name.Kind kind, byte[] json) {
    byte[] sealed = key.seal(Unpacked.encode(json, version));
    try {
      if (!Arrays.equals(Unpacked.decode(key.open(sealed)), json)) {
        throw new IllegalStateException(
            "a document was sealed wrongly; this machine's memory may be faulty");
      }
    } catch (SealException | FormatException e) {
      throw new IllegalStateException(
          "a document was sealed wrongly; this machine's memory may be faulty", e);
    }
    Name name = new Name(kind, Id.hash(sealed).hex());
    backend.put(name, ByteBuffer.wrap(sealed));
    return name;
  }

  public List<Name> names(Name.Kind kind) {
    var names = new ArrayList<Name>();
    backend.list(kind, entry -> names.add(entry.name()));
    names.sort(null);
    return names;
  }
}
