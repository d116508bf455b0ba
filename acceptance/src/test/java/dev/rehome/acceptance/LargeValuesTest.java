package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values of 200 MB come back, and no more than a row's text is held anywhere. */
class LargeValuesTest {
  private static final String DIGESTS =
      "SELECT string_agg(concat_ws(' ', id, length(t), length(b), md5(t), md5(b)), ',' ORDER BY id)"
          + " FROM large";

  @Test
  @Tag("long")
  void comeBack() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    try (CorpusServer server = CorpusServer.start(folder.resolve("server"))) {
      server.query("postgres", "CREATE DATABASE large OWNER owner");
      server.query(
          "large",
          """
          CREATE TABLE large (id int PRIMARY KEY, t text, b bytea);
          INSERT INTO large VALUES (1, repeat(E'cloudsqladmin \\\\. \\n', 11500000), NULL);
          INSERT INTO large VALUES (2, NULL, decode(repeat('00ff5c0a', 50000000), 'hex'));
          """);
      String before = server.query("large", DIGESTS);
      assertThat(before).contains("1 207000000", "2 200000000");
      assertThat(
              FidelityTest.carried(
                  server.database("large"), server.database("back"), folder.resolve("dump")))
          .isEmpty();
      assertThat(server.query("back", DIGESTS)).isEqualTo(before);
    } finally {
      Shell.run(folder, "rm -rf \"$PWD\"");
    }
  }
}
