package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.testkit.BackendContract;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest extends BackendContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected Backend empty() {
    return new LocalBackend(folder);
  }

  @Test
  void leftoversAreNotListedAndAreSweptAway() throws Exception {
    var backend = new LocalBackend(folder);
    backend.prepare();
    Name name = new Name(Name.Kind.PACK, "ab".repeat(32));
    backend.put(name, ByteBuffer.allocate(3));
    Path leftover = Files.writeString(folder.resolve("data/ab/.rehome-left"), "half");
    Files.writeString(folder.resolve("data/ab/README"), "not ours");
    int[] listed = new int[1];
    backend.list(Name.Kind.PACK, entry -> listed[0]++);
    assertThat(listed[0]).isEqualTo(1);
    backend.sweep();
    assertThat(leftover).doesNotExist();
    assertThat(folder.resolve("data/ab/README")).exists();
    assertThat(folder.resolve(name.path())).exists();
  }
}
