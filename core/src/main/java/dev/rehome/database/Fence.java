package dev.rehome.database;

import java.util.List;

/**
 * What was taken away to keep writers out, and has to be given back.
 *
 * @param revoked the roles that could connect, {@code PUBLIC} among them
 * @param strong whether it keeps the application out, or only ended its sessions
 */
public record Fence(List<String> revoked, boolean strong) {
  public Fence {
    revoked = List.copyOf(revoked);
  }
}
