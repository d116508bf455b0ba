package dev.rehome.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which machine this is, since two may have one name.
 *
 * @param id as {@code /etc/machine-id} has it, or made once for this user; empty if neither can be
 * @param boot the kernel's number of this start
 * @param processes the namespace that process numbers count in, as {@code /proc/self/ns/pid} names
 *     it
 * @param name for people to read; two machines may have the same
 */
public record Machine(String id, String boot, String processes, String name) {
  /** The namespace of whoever is in no container; its number is the kernel's own constant. */
  private static final String OUTERMOST = "pid:[4026531836]";

  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  /** This one. */
  public static Machine here() {
    return new Machine(
        idHere(),
        line(KERNEL.resolve("random/boot_id")),
        namespace(),
        Party.hostnameOfThisMachine());
  }

  /** What this machine is known by; empty if nothing says so. */
  public static String idHere() {
    String known = line(Path.of("/etc/machine-id"));
    return known.matches("[0-9a-f]{32}") ? known : made();
  }

  /**
   * Whether process numbers count in a container, which may have its machine's number from an
   * image.
   */
  public boolean inContainer() {
    return !processes.equals(OUTERMOST);
  }

  private static String made() {
    String home = System.getProperty("user.home", "");
    if (home.isBlank() || !Files.isDirectory(Path.of(home))) {
      return "";
    }
    Path file = Path.of(home).resolve(".local/state/rehome/machine-id");
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(file.getParent(), "machine-id", "");
        Files.writeString(fresh, UUID.randomUUID().toString().replace("-", "") + "\n");
        try {
          Files.createLink(file, fresh); // of two who make one at once, the first one's counts
        } finally {
          Files.delete(fresh);
        }
      }
    } catch (IOException e) {
      // What another has just made is as good; else the machine is not known.
    }
    return line(file);
  }

  private static String namespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
