package dev.rehome.database;

import dev.rehome.process.Secret;
import java.util.Optional;

/**
 * Where a database is, and who may do what there.
 *
 * @param key what the stack file calls it
 * @param host a name or an address, or the folder of a socket, for this machine
 * @param place where it is for an operator, if that is another host or port
 * @param admin who may create databases and end other users' sessions
 */
public record Endpoint(
    String key,
    String host,
    int port,
    Optional<String> place,
    String name,
    Login user,
    Optional<Login> admin) {
  public Endpoint(
      String key, String host, int port, String name, Login user, Optional<Login> admin) {
    this(key, host, port, Optional.empty(), name, user, admin);
  }

  /** A user and, unless the server asks for none, a password. */
  public record Login(String user, Optional<Secret> password) {}

  /** The same database, for this machine at another place. */
  public Endpoint reached(String otherHost, int otherPort, String by) {
    return new Endpoint(
        key,
        otherHost,
        otherPort,
        Optional.of(host + ":" + port + " from " + by),
        name,
        user,
        admin);
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
    return name + " on " + place.orElse(host + ":" + port);
  }
}
