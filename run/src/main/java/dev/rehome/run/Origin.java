package dev.rehome.run;

/**
 * Who writes a journal.
 *
 * @param host the machine's name, for people: several machines may have one name
 * @param machine which machine, and which of its process spaces: what was begun there is known only
 *     there
 */
public record Origin(String host, String machine) {}
