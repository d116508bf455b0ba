package dev.rehome.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.host.Host;
import dev.rehome.process.Command;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFolderTest {
  @TempDir Path folder = Path.of("");

  /** A host whose commands run here. */
  private static Host host() {
    return (Host)
        Proxy.newProxyInstance(
            DumpFolderTest.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isIn("run", "login");
              return method.getName().equals("login")
                  ? "somebody"
                  : ((Command) arguments[0]).run(Duration.ofMinutes(1));
            });
  }

  @Test
  void itsLargeFilesAreTheSameHereAndOnAHost() throws IOException {
    Files.write(folder.resolve("3001.dat"), new byte[1 << 20]);
    Files.write(folder.resolve("3002.dat"), new byte[(1 << 20) - 1]);
    Files.write(folder.resolve("a name.dat"), new byte[3_000_000]);
    Files.createDirectory(folder.resolve("schema"));
    Files.write(folder.resolve("schema/deep.dat"), new byte[1 << 20]);
    Map<String, Long> large = Map.of("3001.dat", 1L << 20, "a name.dat", 3_000_000L);
    assertThat(DumpFolder.here(folder).largeFiles()).isEqualTo(large);
    assertThat(new DumpFolder(Optional.of(host()), folder).largeFiles()).isEqualTo(large);
  }

  @Test
  void oneThatIsNotThereYetHasNone() {
    Path missing = folder.resolve("missing");
    assertThat(DumpFolder.here(missing).largeFiles()).isEmpty();
    assertThat(new DumpFolder(Optional.of(host()), missing).largeFiles()).isEmpty();
  }
}
