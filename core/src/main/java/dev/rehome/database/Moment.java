package dev.rehome.database;

/** One state of a database, kept readable until this is closed: a snapshot that was exported. */
public interface Moment extends AutoCloseable {
  /** The snapshot's name, for other connections and for pg_dump. */
  String snapshot();

  @Override
  void close();
}
