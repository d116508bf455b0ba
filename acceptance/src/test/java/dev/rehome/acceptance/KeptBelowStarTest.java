package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is to be kept is kept, whatever else a pattern above it says. */
class KeptBelowStarTest {
  @Test
  void aStarAboveDoesNotGiveUpWhatIsKept() throws IOException {
    try (LiveStack stack = LiveStack.build(true)) {
      var operator = new LiveOperator(stack);
      Path file = stack.folder().resolve("rehome.yaml");
      String text = Files.readString(file);
      String starred =
          text.replaceFirst(
              "(?s)terraform_data.database: saved.*?disposable",
              "\"*\": saved\n      terraform_data.uploads: kept");
      assertThat(starred).isNotEqualTo(text);
      Files.writeString(file, starred);
      for (String line : new String[] {"rehome check second", "rehome run second --approve live"}) {
        assertThat(operator.fails(line)).contains("terraform_data.uploads");
      }
      assertThat(stack.folder().resolve("provisioned"))
          .content()
          .doesNotContain(" production uploads destroy", " production database destroy");
      operator.assertServesWithAll("");
    }
  }
}
