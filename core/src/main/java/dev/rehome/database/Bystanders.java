package dev.rehome.database;

import java.util.List;

/**
 * What is on a database's server beside the databases that are named, and goes when the server is
 * destroyed.
 *
 * @param losses what holds something that no backup has, such as {@code database ledger (1 table)};
 *     what could not be looked into is among it
 * @param notes sentences about what holds nothing, and is to be made again by hand
 */
public record Bystanders(List<String> losses, List<String> notes) {
  public Bystanders {
    losses = List.copyOf(losses);
    notes = List.copyOf(notes);
  }
}
