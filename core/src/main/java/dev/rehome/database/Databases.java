package dev.rehome.database;

/** Opens databases. */
@FunctionalInterface
public interface Databases {
  /** The database there; whether it can be reached shows at its first use. */
  Database at(Endpoint endpoint);
}
