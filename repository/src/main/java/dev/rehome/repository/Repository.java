package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Config;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.Id;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An open repository. */
public final class Repository implements AutoCloseable {
  private final Backend backend;
  private final Config config;
  private final Keys.Opened opened;
  private final Documents documents;
  private @Nullable Blobs blobs;

  private Repository(Backend backend, Config config, Keys.Opened opened) {
    this.backend = backend;
    this.config = config;
    this.opened = opened;
    this.documents = new Documents(backend, opened.master(), config.version());
  }

  /** A repository just made, and the recovery key, which is nowhere else. */
  public record Created(Repository repository, String recoveryKey) {}

  /**
   * Makes a repository with two keys: the password's, and the recovery key. Its configuration is
   * written last and only if there is none, so of two that try at once one makes it and the other
   * is told so.
   */
  public static Created init(Backend backend, byte[] password, Supplier<PasswordHash> hash) {
    refuseIfTaken(backend);
    backend.prepare();
    Config config = Config.fresh();
    MasterKey master = MasterKey.random();
    Keys keys = new Keys(backend);
    String recovery = Keys.recoveryKey();
    Id key = keys.add(master, password, hash);
    Id second = keys.add(master, Keys.bytes(recovery), hash);
    if (!backend.putIfAbsent(Name.CONFIG, ByteBuffer.wrap(master.seal(config.encode())))) {
      backend.delete(new Name(Name.Kind.KEY, key.hex()));
      backend.delete(new Name(Name.Kind.KEY, second.hex()));
      throw exists(backend);
    }
    return new Created(new Repository(backend, config, new Keys.Opened(key, master)), recovery);
  }

  private static void refuseIfTaken(Backend backend) {
    if (hasConfig(backend)) {
      throw exists(backend);
    }
    for (Name.Kind kind : new Name.Kind[] {Name.Kind.SNAPSHOT, Name.Kind.INDEX, Name.Kind.PACK}) {
      backend.list(
          kind,
          entry -> {
            throw new RepositoryFailure(
                RepositoryFailure.Reason.BAD_INPUT,
                backend.location()
                    + " holds the data of a repository, but its file config is missing",
                "nothing was changed",
                "bring config back from a copy of the repository; a new one could not read this"
                    + " data",
                "or choose an empty place for a new repository");
          });
    }
  }

  private static boolean hasConfig(Backend backend) {
    boolean[] found = new boolean[1];
    backend.list(Name.Kind.CONFIG, entry -> found[0] = true);
    return found[0];
  }

  private static RepositoryFailure exists(Backend backend) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        "there is a repository at " + backend.location() + " already",
        "nothing was changed",
        "use it as it is, or choose another place");
  }

  public static Repository open(Backend backend, byte[] password) {
    byte[] sealed = configOf(backend);
    Keys.Opened opened = new Keys(backend).open(password, master -> opens(master, sealed));
    return open(backend, sealed, opened);
  }

  /** Opens it with what another program opened it with, which needs no password. */
  public static Repository open(Backend backend, Id key, MasterKey master) {
    return open(backend, configOf(backend), new Keys.Opened(key, master));
  }

  private static Repository open(Backend backend, byte[] sealed, Keys.Opened opened) {
    try {
      return new Repository(
          backend, supported(Config.decode(opened.master().open(sealed)), backend), opened);
    } catch (SealException | FormatException e) {
      throw RepositoryFailure.damaged("config is damaged: " + e.getMessage());
    }
  }

  private static boolean opens(MasterKey master, byte[] config) {
    try {
      return master.open(config).length > 0;
    } catch (SealException e) {
      return false;
    }
  }

  private static byte[] configOf(Backend backend) {
    try {
      return backend.readAll(Name.CONFIG);
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.ABSENT) {
        throw e;
      }
      boolean[] keys = new boolean[1];
      backend.list(Name.Kind.KEY, entry -> keys[0] = true);
      throw keys[0] ? withoutConfig(backend) : noRepository(backend);
    }
  }

  private static RepositoryFailure withoutConfig(Backend backend) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.DAMAGED,
        "the file config is missing in "
            + backend.location()
            + ", and without it nothing else can be read",
        "nothing was changed",
        "bring config back from a copy of the repository");
  }

  private static RepositoryFailure noRepository(Backend backend) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.NO_REPOSITORY,
        "there is no repository at " + backend.location(),
        "nothing was changed",
        "check the location",
        "rehome repository init LOCATION    makes a repository there");
  }

  private static Config supported(Config config, Backend backend) {
    if (config.version() < 1 || config.version() > Config.NEWEST) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.TOO_NEW,
          backend.location()
              + " has format version "
              + config.version()
              + "; this program knows 1 to "
              + Config.NEWEST,
          "nothing was changed",
          "use a newer Rehome, or a restic that made it");
    }
    return config;
  }

  public Backend backend() {
    return backend;
  }

  public Config config() {
    return config;
  }

  public Documents documents() {
    return documents;
  }

  public Snapshots snapshots() {
    return new Snapshots(backend, documents);
  }

  public Keys keys() {
    return new Keys(backend);
  }

  /** The id of the key that this was opened with. */
  public Id openedWith() {
    return opened.id();
  }

  public MasterKey masterKey() {
    return opened.master();
  }

  /** The blobs, with the index loaded when they are first asked for. */
  public synchronized Blobs blobs() {
    if (blobs == null) {
      blobs = new Blobs(backend, opened.master(), BlobIndex.load(documents));
    }
    return blobs;
  }

  /** The blobs as an index names them that the caller made. */
  public Blobs blobs(BlobIndex index) {
    return new Blobs(backend, opened.master(), index);
  }

  /** Loads the index anew, for what others have written since. */
  public synchronized void forgetIndex() {
    blobs = null;
  }

  @Override
  public void close() {
    backend.close();
  }
}
