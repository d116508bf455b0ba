package dev.rehome.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The names by which this machine knows a disk, which hold the name that its provider gave it. */
final class Disks {
  private static final Path BY_ID = Path.of("/dev/disk/by-id");

  private Disks() {}

  /** Of a device such as {@code /dev/sdb1}; none for what is no device. */
  static List<String> names(String device) {
    return names(device, BY_ID);
  }

  static List<String> names(String device, Path byId) {
    if (!device.startsWith("/") || !Files.isDirectory(byId)) {
      return List.of();
    }
    try (Stream<Path> links = Files.list(byId)) {
      return links
          .filter(link -> leads(link, device))
          .map(link -> String.valueOf(link.getFileName()).replaceFirst("-part\\d+$", ""))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean leads(Path link, String device) {
    try {
      return link.toRealPath().equals(Path.of(device).toRealPath());
    } catch (IOException e) {
      return false; // a disk that was taken out
    }
  }
}
