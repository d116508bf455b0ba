package dev.rehome.world;

import java.util.TreeMap;

/** A database server. */
final class Server {
  final long id;
  final String address;
  final TreeMap<String, Content> databases = new TreeMap<>();
  private long next = 16_384;

  Server(long id, String address) {
    this.id = id;
    this.address = address;
  }

  long nextNumber() {
    return next++;
  }
}
