package dev.rehome.database;

import dev.rehome.host.Host;
import dev.rehome.host.Reach;
import dev.rehome.process.Secret;
import java.util.Optional;

/**
 * Where a database is, and who may do what there.
 *
 * @param key what the stack file calls it
 * @param host a name or an address, or the folder of a socket, for this machine
 * @param near the host that it is reached from, if it is; host and port then lead through that
 * @param admin who may create databases and end other users' sessions
 */
public record Endpoint(
    String key,
    String host,
    int port,
    Optional<Near> near,
    String name,
    Login user,
    Optional<Login> admin) {
  public Endpoint(
      String key, String host, int port, String name, Login user, Optional<Login> admin) {
    this(key, host, port, Optional.empty(), name, user, admin);
  }

  /** A user and, unless the server asks for none, a password. */
  public record Login(String user, Optional<Secret> password) {}

  /**
   * A host that reaches it.
   *
   * @param there where it is for that host
   */
  public record Near(Host host, Reach there) {
    /** Where it is for this machine, for as long as the connection to the host is there. */
    Reach open() {
      return host.reach(there);
    }
  }

  /** The same database, reached from a host. */
  public Endpoint from(Host otherHost) {
    var nearby = new Near(otherHost, new Reach(host, port));
    Reach here = nearby.open();
    return new Endpoint(key, here.host(), here.port(), Optional.of(nearby), name, user, admin);
  }

  /** Opens the way to it anew, which may have been cut; whether there was one. */
  public boolean again() {
    near.ifPresent(Near::open);
    return near.isPresent();
  }

  /** Whether the host is the folder of a socket. */
  public boolean isSocket() {
    return host.startsWith("/");
  }

  /** The one with the most rights. */
  public Login strongest() {
    return admin.orElse(user);
  }

  /** As an operator would name it; without any secret. */
  @Override
  public String toString() {
    return name
        + " on "
        + near.map(each -> each.there() + " from " + each.host().name()).orElse(host + ":" + port);
  }
}
