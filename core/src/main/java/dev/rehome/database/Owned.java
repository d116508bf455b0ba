package dev.rehome.database;

/**
 * Something that does not belong to the database's owner.
 *
 * @param type as in {@code ALTER … OWNER TO}, for example {@code TEXT SEARCH CONFIGURATION}
 * @param identity its name as the server writes it in SQL, with schema and argument types
 * @param schema in which it is, as the server writes it; empty if in none
 */
public record Owned(String type, String identity, String schema, String owner) {}
