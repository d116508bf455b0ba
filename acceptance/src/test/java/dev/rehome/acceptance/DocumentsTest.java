package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.repository.Repository;
import dev.rehome.testkit.Fingerprint;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import dev.rehome.testkit.SampleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is so. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("rehome.root", ".."));
  @TempDir Path temporary = Path.of("");

  @Test
  void theTableOfExitCodesIsTheProgramsOwn() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/guide/exit-codes.md")).stream()
            .filter(line -> line.matches("\\| \\d.*"))
            .toList();
    assertThat(rows)
        .isEqualTo(
            List.of(ExitCode.values()).stream()
                .map(code -> "| " + code.code() + " | " + code.meaning() + " |")
                .toList());
  }

  @Test
  void recoveringByHandWorksAsItIsWritten() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/recover-by-hand.md"));
    String script = page.substring(page.indexOf("```sh\n") + 6, page.indexOf("```\n"));
    Path source = SampleTree.make(temporary.resolve("source"));
    Path location = temporary.resolve("repository");
    try (Repository repository = Repositories.make(location)) {
      Repositories.backUp(repository, source);
    }
    Path target = temporary.resolve("target");
    Path restic = Path.of(Restic.newer().binary()).resolveSibling("");
    Finished finished =
        Command.of("bash", "-euo", "pipefail", "-c", script)
            .with("PATH", restic + ":" + System.getenv("PATH"))
            .with("XDG_CACHE_HOME", temporary.resolve("cache").toString())
            .with("LOCATION", location.toString())
            .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
            .with("TARGET", target.toString())
            .with("FILE", source + "/folder/file")
            .run(Duration.ofMinutes(2));
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    assertThat(finished.output()).contains("no errors were found").endsWith("in a folder\n");
    assertThat(Fingerprint.of(target.resolve(source.toString().substring(1))))
        .isEqualTo(Fingerprint.of(source));
  }
}
