package dev.rehome.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"rehome " + number()};
  }

  static String number() {
    try (var manifest = Version.class.getResourceAsStream("/META-INF/rehome-version")) {
      return manifest == null
          ? "unknown"
          : new String(manifest.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).trim();
    } catch (java.io.IOException e) {
      return "unknown";
    }
  }
}
