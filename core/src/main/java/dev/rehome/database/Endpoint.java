package dev.rehome.database;

import dev.rehome.process.Secret;
import java.util.Optional;

/**
 * Where a database is, and who may do what there.
 *
 * @param key what the stack file calls it
 * @param host a name or an address, or the folder of a socket
 * @param admin who may create databases and end other users' sessions
 */
public record Endpoint(
    String key, String host, int port, String name, Login user, Optional<Login> admin) {
  /** A user and, unless the server asks for none, a password. */
  public record Login(String user, Optional<Secret> password) {}

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
    return name + " on " + host + ":" + port;
  }
}
