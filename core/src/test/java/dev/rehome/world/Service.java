package dev.rehome.world;

/** The application. */
final class Service {
  final long id;
  final String revision;
  boolean up;

  /** From where it was started, if it was from a checkout. */
  String startedIn = "";

  Service(long id, String revision) {
    this.id = id;
    this.revision = revision;
  }
}
