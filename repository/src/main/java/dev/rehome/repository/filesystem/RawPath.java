package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.RawName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An absolute path as bytes, without {@code .} and {@code ..} and without a slash at its end. */
public final class RawPath implements Comparable<RawPath> {
  public static final RawPath ROOT = new RawPath(new byte[0]);

  private final byte[] bytes; // the root is empty, so that resolving is appending

  private RawPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A path as given on the command line, relative to the working directory. */
  public static RawPath of(String path) {
    String absolute = Path.of(path).toAbsolutePath().normalize().toString();
    return new RawPath(
        absolute.equals("/") ? new byte[0] : absolute.getBytes(StandardCharsets.UTF_8));
  }

  public static RawPath of(Path path) {
    return of(path.toString());
  }

  public RawPath resolve(RawName name) {
    byte[] added = name.bytes();
    byte[] resolved = Arrays.copyOf(bytes, bytes.length + 1 + added.length);
    resolved[bytes.length] = '/';
    System.arraycopy(added, 0, resolved, bytes.length + 1, added.length);
    return new RawPath(resolved);
  }

  public List<RawName> names() {
    var names = new ArrayList<RawName>();
    for (int start = 1, end; start <= bytes.length; start = end + 1) {
      end = start;
      while (end < bytes.length && bytes[end] != '/') {
        end++;
      }
      names.add(RawName.of(Arrays.copyOfRange(bytes, start, end)));
    }
    return names;
  }

  public RawPath parent() {
    int slash = bytes.length - 1;
    while (slash > 0 && bytes[slash] != '/') {
      slash--;
    }
    return new RawPath(Arrays.copyOf(bytes, Math.max(slash, 0)));
  }

  /** Whether {@code other} is this or lies below it. */
  public boolean contains(RawPath other) {
    return other.bytes.length >= bytes.length
        && Arrays.equals(bytes, 0, bytes.length, other.bytes, 0, bytes.length)
        && (other.bytes.length == bytes.length || other.bytes[bytes.length] == '/');
  }

  byte[] terminated() {
    return bytes.length == 0 ? new byte[] {'/', 0} : Arrays.copyOf(bytes, bytes.length + 1);
  }

  @Override
  public int compareTo(RawPath other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawPath that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people and for snapshots' {@code paths}: what cannot be printed is escaped. */
  @Override
  public String toString() {
    return bytes.length == 0 ? "/" : RawName.of(bytes).toString();
  }
}
