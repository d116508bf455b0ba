package dev.rehome.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An archive as {@code docker save} and {@code podman save} write it: {@code manifest.json} names
 * the configuration and the layers of each image, and the configuration the digests of the layers.
 */
public final class ImageArchive {
  private static final int SMALL = 4 << 20; // bytes; configurations have some thousand

  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Map<String, byte[]> small = new HashMap<>();

  private ImageArchive() {}

  /**
   * Reads all of it; why it is not the whole of the image, or nothing.
   *
   * @throws IOException if it is no tar archive, or breaks off
   */
  public static Optional<String> problem(InputStream archive, Image image) throws IOException {
    var read = new ImageArchive();
    read.entries(archive);
    return read.problem(image);
  }

  private void entries(InputStream archive) throws IOException {
    try (var tar = new TarArchiveInputStream(archive)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = normal(entry.getName());
        if (entry.isSymbolicLink() || entry.isLink()) {
          Path folder = Path.of("/" + name).resolveSibling(".");
          links.put(
              name,
              entry.isLink()
                  ? normal(entry.getLinkName())
                  : normal(folder.resolve(entry.getLinkName()).toString()));
        } else if (entry.isFile()) {
          entry(name, entry.getSize(), tar);
        }
      }
    }
  }

  private void entry(String name, long size, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    if (size <= SMALL && (name.endsWith(".json") || name.startsWith("blobs/"))) {
      byte[] bytes = content.readAllBytes();
      digest.update(bytes);
      small.put(name, bytes);
    } else {
      byte[] buffer = new byte[1 << 16];
      for (int count = content.read(buffer); count > 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    digests.put(name, HexFormat.of().formatHex(digest.digest()));
  }

  private Optional<String> problem(Image image) {
    byte[] manifest = small.get("manifest.json");
    if (manifest == null) {
      return Optional.of("it has no manifest.json");
    }
    if (!digests.containsValue(image.id())) {
      return Optional.of("nothing in it has the image's id " + image.id());
    }
    JsonNode images = json(manifest);
    for (JsonNode each : images) {
      Optional<String> problem = layers(each);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return images.isEmpty() ? Optional.of("its manifest.json is empty") : Optional.empty();
  }

  private Optional<String> layers(JsonNode image) {
    String name = normal(image.path("Config").asText());
    byte[] config = small.get(name);
    if (config == null || !named(name, digests.getOrDefault(name, ""))) {
      return Optional.of("its configuration " + name + " is missing, or another one");
    }
    JsonNode expected = json(config).path("rootfs").path("diff_ids");
    JsonNode layers = image.path("Layers");
    if (layers.size() != expected.size()) {
      return Optional.of("it has " + layers.size() + " layers, not " + expected.size());
    }
    for (int i = 0; i < layers.size(); i++) {
      String layer = normal(layers.get(i).asText());
      String place = links.getOrDefault(layer, layer);
      String digest = digests.getOrDefault(place, "");
      boolean right = expected.get(i).asText().equals("sha256:" + digest);
      if (!right && !named(place, digest)) { // a compressed one is named by its own digest
        return Optional.of("its layer " + layer + " is missing, or another one");
      }
    }
    return Optional.empty();
  }

  private static boolean named(String name, String digest) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return !digest.isEmpty() && last.replaceFirst("\\.(json|tar)$", "").equals(digest);
  }

  private static String normal(String name) {
    return Path.of("/" + name).normalize().toString().substring(1);
  }

  private static JsonNode json(byte[] bytes) {
    return Json.read(new String(bytes, StandardCharsets.UTF_8), JsonNode.class);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
