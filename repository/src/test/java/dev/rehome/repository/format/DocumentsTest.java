package dev.rehome.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents read what they wrote, and refuse what is none, always with the same exception. */
class DocumentsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final String TREE =
      "{\"nodes\":[{\"name\":\"a\\\\xff\",\"type\":\"file\",\"mode\":420,\"mtime\":\"2026-11-22T15:20:33Z\","
          + "\"atime\":\"2026-11-22T15:20:33Z\",\"ctime\":\"2026-11-22T15:20:33Z\",\"uid\":0,\"gid\":0,"
          + "\"inode\":18446744073709551615,\"size\":3,\"links\":1,\"generic_attributes\":{\"windows.x\":[1,2]},"
          + "\"content\":[\""
          + "ab".repeat(32)
          + "\"]}]}\n";

  @Test
  void aTreeIsWrittenAgainAsItWasRead() throws FormatException {
    Tree tree = Tree.decode(bytes(TREE));
    assertThat(tree.nodes().getFirst().name().bytes()).isEqualTo(new byte[] {'a', (byte) 0xff});
    assertThat(new String(tree.encode(), StandardCharsets.UTF_8)).isEqualTo(TREE);
  }

  @Test
  void namesThatWouldLeadOutOfTheTargetAreRefused() {
    for (String name : List.of("..", ".", "", "a/b", "/etc/passwd")) {
      assertThatThrownBy(() -> Tree.decode(bytes(TREE.replace("a\\\\xff", name))))
          .as(name)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void wrongOrderIsRefused() {
    String node = TREE.substring(TREE.indexOf("[{") + 1, TREE.lastIndexOf("]}\n"));
    assertThatThrownBy(() -> Tree.decode(bytes("{\"nodes\":[" + node + "," + node + "]}\n")))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void anyDamageIsAFormatExceptionAndNothingElse() {
    var random = new Random(1);
    String snapshot =
        "{\"time\":\"2026-11-22T15:20:33Z\",\"tree\":\""
            + "ab".repeat(32)
            + "\",\"paths\":[\"/\"]}";
    String index =
        "{\"packs\":[{\"id\":\""
            + "ab".repeat(32)
            + "\",\"blobs\":[{\"id\":\""
            + "cd".repeat(32)
            + "\",\"type\":\"data\",\"offset\":0,\"length\":42,\"uncompressed_length\":1}]}]}";
    for (int i = 0; i < 20_000; i++) {
      refusesOrReads(damaged(TREE, random), Tree::decode);
      refusesOrReads(damaged(snapshot, random), Snapshot::decode);
      refusesOrReads(damaged(index, random), IndexFile::decode);
    }
  }

  private static byte[] damaged(String text, Random random) {
    byte[] bytes = bytes(text);
    if (random.nextBoolean()) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }

  private interface Decoder {
    Object decode(byte[] json) throws FormatException;
  }

  private static void refusesOrReads(byte[] json, Decoder decoder) {
    try {
      assertThat(decoder.decode(json)).isNotNull();
    } catch (FormatException e) {
      assertThat(e).hasMessageNotContaining("Exception");
    }
  }

  @Test
  void headersReadWhatTheyWrote() throws FormatException {
    List<PackedBlob> blobs =
        List.of(
            new PackedBlob(BlobType.DATA, Id.hash(bytes("1")), 0, 100, 0),
            new PackedBlob(BlobType.DATA, Id.hash(bytes("2")), 100, 50, 3000),
            new PackedBlob(BlobType.TREE, Id.hash(bytes("3")), 150, 40, 0),
            new PackedBlob(BlobType.TREE, Id.hash(bytes("4")), 190, 77, 1 << 30));
    byte[] header = PackHeader.encode(blobs);
    assertThat(PackHeader.decode(header)).isEqualTo(blobs);
    for (int cut = 1; cut < 37; cut++) {
      byte[] shorter = java.util.Arrays.copyOf(header, header.length - cut);
      assertThatThrownBy(() -> PackHeader.decode(shorter)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void compressedDocumentsAreReadAndBrokenOnesRefused() throws FormatException {
    byte[] json = bytes("{\"x\":\"" + "y".repeat(1000) + "\"}");
    assertThat(Unpacked.decode(Unpacked.encode(json, 2))).isEqualTo(json);
    assertThat(Unpacked.encode(json, 2)).hasSizeLessThan(100);
    assertThat(Unpacked.decode(Unpacked.encode(json, 1))).isEqualTo(json);
    assertThatThrownBy(() -> Unpacked.decode(new byte[] {2, 1, 2, 3}))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Unpacked.decode(new byte[] {7})).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Unpacked.decode(new byte[0])).isInstanceOf(FormatException.class);
  }
}
