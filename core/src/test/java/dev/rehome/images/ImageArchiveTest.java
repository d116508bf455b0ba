package dev.rehome.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ImageArchiveTest {
  private static final String LAYER = "a layer";

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static String config() throws Exception {
    return "{\"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"sha256:" + sha256(LAYER) + "\"]}}";
  }

  private static Image image() throws Exception {
    return new Image(sha256(config()), List.of("tool:7"), List.of());
  }

  /** As docker wrote archives for long. */
  private static Map<String, String> right() throws Exception {
    var entries = new LinkedHashMap<String, String>();
    String config = sha256(config()) + ".json";
    entries.put("0123/layer.tar", LAYER);
    entries.put(config, config());
    entries.put(
        "manifest.json",
        "[{\"Config\": \""
            + config
            + "\", \"RepoTags\": [\"tool:7\"], \"Layers\": [\"0123/layer.tar\"]}]");
    return entries;
  }

  private static byte[] tar(Map<String, String> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> each : entries.entrySet()) {
        byte[] content = each.getValue().getBytes(UTF_8);
        var entry = new TarArchiveEntry(each.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Optional<String> problem(Map<String, String> entries) throws Exception {
    return ImageArchive.problem(new ByteArrayInputStream(tar(entries)), image());
  }

  @Test
  void aWholeOneHasNoProblem() throws Exception {
    assertThat(problem(right())).isEmpty();
  }

  @Test
  void whatIsMissingOrAlteredIsNamed() throws Exception {
    Map<String, String> altered = right();
    altered.put("0123/layer.tar", "another layer");
    assertThat(problem(altered)).contains("its layer 0123/layer.tar is missing, or another one");
    Map<String, String> without = right();
    without.remove("0123/layer.tar");
    assertThat(problem(without)).contains("its layer 0123/layer.tar is missing, or another one");
    Map<String, String> another = right();
    another.put(sha256(config()) + ".json", "{}");
    assertThat(problem(another).orElseThrow()).startsWith("nothing in it has the image's id ");
    assertThat(problem(Map.of("a", "b"))).contains("it has no manifest.json");
  }

  @Test
  void oneThatBreaksOffIsNoArchive() throws Exception {
    Map<String, String> large = right();
    large.put("0123/layer.tar", LAYER.repeat(10_000));
    byte[] cut = Arrays.copyOf(tar(large), 20_000);
    assertThatThrownBy(() -> ImageArchive.problem(new ByteArrayInputStream(cut), image()))
        .isInstanceOf(IOException.class);
  }
}
