package dev.rehome.host;

/**
 * Where a server listens.
 *
 * @param host a name or an address, or the folder of a socket
 */
public record Reach(String host, int port) {
  /** Whether the host is the folder of a socket. */
  public boolean isSocket() {
    return host.startsWith("/");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
