package dev.rehome.testkit;

import java.nio.file.Path;

/**
 * What a folder's files are, by the system's own tools and none of our code: type, mode, owner,
 * size, time to the nanosecond, link count, link target, device number, contents, extended
 * attributes and ACLs.
 */
public final class Fingerprint {
  private Fingerprint() {}

  private static final String SCRIPT =
      """
      find . -mindepth 1 ! -type s -printf '%P|%y|%m|%U|%G|%T@|%n|%l\\0' | sort -z | tr '\\0\\n' '\\n?'
      find . -type f -printf '%P|%s\\0' | sort -z | tr '\\0\\n' '\\n?'
      find . \\( -type b -o -type c \\) -print0 | sort -z | xargs -0 -r stat -c '%n %t %T'
      find . -type f -print0 | sort -z | xargs -0 -r sha256sum
      find . -print0 | sort -z | xargs -0 -r getfattr --no-dereference --dump --match=- 2>/dev/null
      find . -samefile link-one 2>/dev/null | sort || true
      """;

  public static String of(Path folder) {
    return Shell.run(folder, SCRIPT);
  }
}
