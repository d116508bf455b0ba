package dev.rehome.backup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A backup's id, for example {@code 20261122T101500Z-3f9a}; ids sort by time. */
public record BackupId(@JsonValue String text) implements Comparable<BackupId> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  @JsonCreator
  public BackupId {
    if (!text.matches("\\d{8}T\\d{6}Z-[0-9a-f]{4}")) {
      throw new IllegalArgumentException("no backup id: " + text);
    }
  }

  public static BackupId at(Instant time) {
    return new BackupId(TIME.format(time) + String.format("-%04x", RANDOM.nextInt(0x10000)));
  }

  @Override
  public int compareTo(BackupId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
