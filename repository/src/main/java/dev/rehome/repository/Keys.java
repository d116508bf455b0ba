package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.crypto.Randomness;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.KeyFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of a repository: each opens the same master key with a password of its own. */
public final class Keys {
  /** A key file and the id it is known by. */
  public record Saved(Id id, KeyFile file) {}

  private static final String SYMBOLS =
      "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // 32 that are hard to confuse
  private static final int GROUPS = 8;

  private static final Comparator<Saved> OLDEST_FIRST =
      Comparator.comparing(key -> key.file().created().instant());

  private final Backend backend;

  Keys(Backend backend) {
    this.backend = backend;
  }

  public List<Name> names() {
    var names = new ArrayList<Name>();
    backend.list(Name.Kind.KEY, entry -> names.add(entry.name()));
    names.sort(null);
    return names;
  }

  /** All keys, the oldest first; {@code DAMAGED} if one is. */
  public List<Saved> list() {
    var keys = new ArrayList<Saved>();
    for (Name name : names()) {
      keys.add(new Saved(Id.ofName(name.value()), load(name)));
    }
    keys.sort(OLDEST_FIRST);
    return keys;
  }

  public KeyFile load(Name name) {
    byte[] bytes = backend.readAll(name);
    if (!Id.hash(bytes).hex().equals(name.value())) {
      throw RepositoryFailure.damaged(
          name + " is damaged: its bytes do not have the hash that is its name");
    }
    try {
      return KeyFile.decode(bytes);
    } catch (FormatException e) {
      throw RepositoryFailure.damaged(name + " is damaged: " + e.getMessage());
    }
  }

  /** An opened key: which, and the master key in it. */
  record Opened(Id id, MasterKey master) {}

  /**
   * Tries the password on every key. A damaged key does not hide a good one, and a key left by an
   * interrupted init (whose master key does not open the configuration) is passed over.
   */
  Opened open(byte[] password, java.util.function.Predicate<MasterKey> opensConfiguration) {
    List<Name> names = names();
    if (names.isEmpty()) {
      throw withoutKeys();
    }
    Optional<RuntimeException> damage = Optional.empty();
    var keys = new ArrayList<Saved>();
    for (Name name : names) {
      try {
        keys.add(new Saved(Id.ofName(name.value()), load(name)));
      } catch (RepositoryFailure e) {
        damage = Optional.of(e);
      }
    }
    keys.sort(OLDEST_FIRST); // which the password's is: trying the recovery key first takes as long
    for (Saved key : keys) {
      try {
        MasterKey master = key.file().open(password);
        if (master != null) {
          if (opensConfiguration.test(master)) {
            return new Opened(key.id(), master);
          }
          damage =
              Optional.of(
                  RepositoryFailure.damaged(
                      "config is damaged: the password's key does not open it"));
        }
      } catch (FormatException e) {
        damage =
            Optional.of(
                RepositoryFailure.damaged(
                    new Name(Name.Kind.KEY, key.id().hex()) + " is damaged: " + e.getMessage()));
      }
    }
    throw damage.orElseGet(
        () ->
            new RepositoryFailure(
                RepositoryFailure.Reason.WRONG_PASSWORD,
                "the password opens none of the keys of " + backend.location(),
                "nothing was changed",
                "give the right password in REHOME_PASSWORD or with --password-file",
                "the recovery key that was shown at init opens the repository, too"));
  }

  private RepositoryFailure withoutKeys() {
    return new RepositoryFailure(
        RepositoryFailure.Reason.DAMAGED,
        backend.location()
            + " has no file in keys any more, and without one nothing in it can be read",
        "nothing was changed",
        "bring the files in keys back from a copy of the repository");
  }

  public Id add(MasterKey master, byte[] password, Supplier<PasswordHash> hash) {
    Party self = Party.self();
    KeyFile file =
        KeyFile.of(
            master,
            password,
            hash.get(),
            GoTime.local(Instant.now()),
            self.username(),
            self.hostname());
    byte[] bytes = file.encode();
    Id id = Id.hash(bytes);
    backend.put(new Name(Name.Kind.KEY, id.hex()), ByteBuffer.wrap(bytes));
    return id;
  }

  /** Removes a key; the last one, and the one in use, are refused. */
  public void remove(Id id, Id inUse) {
    if (id.equals(inUse)) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "key " + id.brief() + " is the one that you opened the repository with",
          "nothing was changed",
          "open it with another key's password to remove this one");
    }
    backend.delete(new Name(Name.Kind.KEY, id.hex()));
  }

  /** The key whose id begins with the text. */
  public Id find(String text) {
    List<Name> found = names().stream().filter(name -> name.value().startsWith(text)).toList();
    if (found.size() != 1) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          (found.isEmpty() ? "no key's id begins" : "the ids of " + found.size() + " keys begin")
              + " with \""
              + text
              + "\"",
          "nothing was changed",
          "rehome repository key list LOCATION    lists the keys");
    }
    return Id.ofName(found.getFirst().value());
  }

  /** A password that nobody chose: 8 groups of 5 symbols, 200 bits. */
  public static String recoveryKey() {
    var out = new StringBuilder();
    byte[] random = Randomness.bytes(GROUPS * 5);
    for (int i = 0; i < random.length; i++) {
      out.append(i > 0 && i % 5 == 0 ? "-" : "").append(SYMBOLS.charAt(random[i] & 31));
    }
    return out.toString();
  }

  /** A password's bytes as scrypt takes them. */
  public static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }
}
