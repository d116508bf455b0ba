package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden transcripts of the command line: every output, error text and exit code as users see them.
 * Lines that begin with {@code $} are run in one folder; what follows is what they printed, errors
 * after output. Progress lines come by the clock, so they are left out. {@code
 * -Drehome.transcripts=rewrite} writes the files anew, to be read before they are committed.
 */
class TranscriptTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("rehome.root", ".."), "acceptance/src/test/resources/transcripts");
  @TempDir Path temporary = Path.of("");

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void isAsWritten(Path transcript) throws IOException {
    var actual = new StringBuilder();
    for (String line : Files.readString(transcript).lines().toList()) {
      if (line.startsWith("$ ")) {
        actual.append(line).append('\n').append(run(line.substring(2)));
      } else if (line.startsWith("#")) {
        actual.append(line).append('\n');
      }
    }
    if ("rewrite".equals(System.getProperty("rehome.transcripts"))) {
      Files.writeString(transcript, actual);
    }
    assertThat(actual.toString()).isEqualTo(Files.readString(transcript));
  }

  private String run(String line) {
    String launcher = Path.of(Rehome.LAUNCHER).toAbsolutePath().normalize().toString();
    Finished finished =
        Command.of("bash", "-c", "rehome() { '" + launcher + "' \"$@\"; }\n" + line)
            .with("REHOME_PASSWORD", new Secret("correct"))
            .with("TZ", "UTC")
            .in(temporary)
            .run(Duration.ofMinutes(1));
    String code = finished.exitCode() == 0 ? "" : "[exit code " + finished.exitCode() + "]\n";
    return masked(finished.output() + finished.errors()) + code;
  }

  private String masked(String text) {
    return text.replaceAll("\\{\"type\":\"progress\".*\n", "")
        .replace(temporary.toString(), "/here")
        .replaceAll("[A-Z2-9]{5}(-[A-Z2-9]{5}){7}", "RECOVERY-KEY")
        .replaceAll("\\b[0-9a-f]{64}\\b", "ID64")
        .replaceAll("\\b[0-9a-f]{9,40}\\b", "ID")
        .replaceAll("\\b[0-9a-f]{8}\\b", "ID8")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "TIME")
        .replaceAll("in \\d+\\.\\d s", "in N s")
        .replaceAll("\"seconds\":[0-9.]+", "\"seconds\":N")
        .replaceAll("stored [0-9.]+ (B|KiB)", "stored N")
        .replaceAll("\"stored\":\\d+", "\"stored\":N")
        .replaceAll("process \\d+", "process N")
        .replaceAll("[0-9.]+ KiB read", "N read")
        .replaceAll("Freed [0-9.]+ KiB", "Freed N")
        .replaceAll("\\b" + dev.rehome.repository.Party.self().hostname() + " *", "HOST  ");
  }
}
