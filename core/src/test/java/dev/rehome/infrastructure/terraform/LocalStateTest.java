package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a local state replaces nothing that may be newer, or somebody else's. */
class LocalStateTest {
  @TempDir Path folder = Path.of("");

  private LocalState production() {
    return new LocalState(folder.resolve("deploy"), "production");
  }

  private static byte[] state(String lineage, int serial) {
    return "{\"version\": 4, \"serial\": %d, \"lineage\": \"%s\", \"outputs\": {}, \"resources\": []}"
        .formatted(serial, lineage)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] holding(byte[] state) {
    String resource =
        "[{\"mode\": \"managed\", \"type\": \"a\", \"name\": \"b\", \"instances\":"
            + " [{\"attributes\": {}}]}]";
    return new String(state, StandardCharsets.UTF_8)
        .replace("[]", resource)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Path there(LocalState state, byte[] content) throws IOException {
    Files.createDirectories(state.file().getParent());
    return Files.write(state.file(), content);
  }

  @Test
  void whereThereIsNoneTheCopyIsPut() throws IOException {
    production().bring(state("L1", 7), Set.of());
    assertThat(production().file())
        .isEqualTo(folder.resolve("deploy/terraform.tfstate.d/production/terraform.tfstate"))
        .hasBinaryContent(state("L1", 7));
    assertThat(new LocalState(folder, "default").file())
        .isEqualTo(folder.resolve("terraform.tfstate"));
  }

  @Test
  void anOlderOneOfTheSameHistoryIsMovedAside() throws IOException {
    Path file = there(production(), state("L1", 6));
    production().bring(state("L1", 7), Set.of());
    assertThat(file).hasBinaryContent(state("L1", 7));
    assertThat(file.resolveSibling("terraform.tfstate.before-rehome"))
        .hasBinaryContent(state("L1", 6));
  }

  @Test
  void aNewerOneStays() throws IOException {
    Path file = there(production(), state("L1", 8));
    production().bring(state("L1", 7), Set.of());
    assertThat(file).hasBinaryContent(state("L1", 8));
  }

  @Test
  void aCopyThatHoldsNothingStandsAgainstNone() throws IOException {
    Path file = there(production(), state("L2", 1));
    production().bring(state("L1", 7), Set.of());
    assertThat(file).hasBinaryContent(state("L2", 1));
  }

  @Test
  void anotherStacksIsNotReplaced() throws IOException {
    Path file = there(production(), state("L2", 1));
    assertThatThrownBy(() -> production().bring(holding(state("L1", 7)), Set.of()))
        .hasMessageContaining("of another stack than the run's: its lineage is L2, and not L1");
    assertThat(file).hasBinaryContent(state("L2", 1));
  }

  @Test
  void oneOfAHistoryThatEndedIsMovedAside() throws IOException {
    Path file = there(production(), state("L0", 9));
    production().bring(holding(state("L1", 7)), Set.of("L0"));
    assertThat(file).hasBinaryContent(holding(state("L1", 7)));
    production().bring(holding(state("L1", 6)), Set.of("L1")); // the copy's own has not ended
    assertThat(file).hasBinaryContent(holding(state("L1", 7)));
  }

  @Test
  void anEmptyFileIsNone() throws IOException {
    Path file = there(production(), new byte[0]);
    production().bring(state("L1", 7), Set.of());
    assertThat(file).hasBinaryContent(state("L1", 7));
  }
}
