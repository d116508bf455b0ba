package dev.rehome.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.PackedBlob;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BlobIndexTest {
  private static Id id(int number) {
    return Id.hash(ByteBuffer.allocate(4).putInt(number).array());
  }

  @Test
  void whatWasAddedIsFoundHoweverMuch() {
    var index = new BlobIndex();
    for (int pack = 0; pack < 100; pack++) {
      var blobs = new ArrayList<PackedBlob>();
      for (int i = 0; i < 1000; i++) {
        blobs.add(
            new PackedBlob(
                i % 2 == 0 ? BlobType.DATA : BlobType.TREE,
                id(1000 * pack + i),
                i * 10,
                10,
                i % 3));
      }
      index.add(new IndexFile.Pack(id(-pack - 1), blobs));
    }
    assertThat(index.size()).isEqualTo(100_000);
    for (int number = 0; number < 100_000; number++) {
      BlobType type = number % 2 == 0 ? BlobType.DATA : BlobType.TREE;
      var location = index.find(type, id(number)).orElseThrow();
      assertThat(location.pack()).isEqualTo(id(-number / 1000 - 1));
      assertThat(location.blob())
          .isEqualTo(new PackedBlob(type, id(number), number % 1000 * 10, 10, number % 1000 % 3));
      assertThat(index.has(type == BlobType.DATA ? BlobType.TREE : BlobType.DATA, id(number)))
          .isFalse();
    }
    assertThat(index.find(BlobType.DATA, id(100_000))).isEmpty();
  }

  @Test
  void ofManyThatClaimOneStores() throws Exception {
    var index = new BlobIndex();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int number = 0; number < 1000; number++) {
        Id id = id(number);
        Callable<Boolean> claiming = () -> index.claim(BlobType.DATA, id);
        var claims = threads.invokeAll(Collections.nCopies(4, claiming));
        int won = 0;
        for (var claim : claims) {
          won += claim.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
        assertThat(index.has(BlobType.DATA, id)).isFalse(); // not before its pack is stored
      }
    }
    index.add(new IndexFile.Pack(id(-1), List.of(new PackedBlob(BlobType.DATA, id(0), 0, 40, 0))));
    assertThat(index.has(BlobType.DATA, id(0))).isTrue();
    assertThat(index.claim(BlobType.DATA, id(0))).isFalse();
  }
}
