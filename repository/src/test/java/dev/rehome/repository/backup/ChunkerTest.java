package dev.rehome.repository.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static List<Integer> cuts(Chunker chunker, byte[] bytes) {
    var cuts = new ArrayList<Integer>();
    for (int from = 0; from < bytes.length; ) {
      int length = chunker.cut(bytes, from, bytes.length);
      from += length;
      cuts.add(from);
    }
    return cuts;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void sizesKeepTheirBounds() {
    byte[] bytes = random(100_000_000);
    List<Integer> cuts = cuts(new Chunker(0x20f9d536a19aebL), bytes);
    int last = 0;
    for (int cut : cuts.subList(0, cuts.size() - 1)) {
      assertThat(cut - last).isBetween(Chunker.SMALLEST, Chunker.LARGEST);
      last = cut;
    }
    assertThat(100_000_000 / cuts.size())
        .isBetween(1_000_000, 2_200_000); // 512 KiB and 1 MiB on average
    assertThat(cuts(new Chunker(0x20f9d536a19aebL), new byte[20_000_000])).hasSizeLessThan(45);
  }

  @Test
  void anInsertionMovesOnlyTheBordersNearIt() {
    byte[] bytes = random(60_000_000);
    byte[] inserted = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, inserted, 0, 30_000_000);
    System.arraycopy(bytes, 30_000_000, inserted, 30_000_007, 30_000_000);
    var chunker = new Chunker(0x20f9d536a19aebL);
    var before = new ArrayList<>(cuts(chunker, bytes));
    List<Integer> after =
        cuts(chunker, inserted).stream().map(cut -> cut > 30_000_000 ? cut - 7 : cut).toList();
    int all = before.size();
    before.retainAll(after);
    assertThat(all - before.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void anotherRepositoryCutsElsewhere() {
    byte[] bytes = random(30_000_000);
    var one = new ArrayList<>(cuts(new Chunker(1), bytes));
    one.retainAll(cuts(new Chunker(2), bytes));
    assertThat(one).hasSizeLessThanOrEqualTo(2); // the end, and a coincidence
  }
}
