package dev.rehome.localcloud.rights;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Permissions that the caller was told to lack on buckets, or in projects; all others it has. */
public final class Denied {
  private final Map<String, Set<String>> byPlace = new ConcurrentHashMap<>();

  /** Takes these away, and gives back what was taken before. */
  public void set(String place, List<String> permissions) {
    byPlace.put(place, Set.copyOf(permissions));
  }

  public boolean has(String place, String permission) {
    return !byPlace.getOrDefault(place, Set.of()).contains(permission);
  }
}
