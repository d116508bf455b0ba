package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Restic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The runbook's own commands, by the real gcloud, against the local cloud. */
@EnabledIf("gcloudIsThere")
class GcloudStorageTest {
  @TempDir Path temporary = Path.of("");
  private LocalCloud cloud;

  @SuppressWarnings("NullAway.Init")
  GcloudStorageTest() {}

  static boolean gcloudIsThere() {
    return Command.of("sh", "-c", "command -v gcloud").run(Duration.ofMinutes(1)).succeeded();
  }

  @BeforeEach
  void start() throws IOException {
    cloud = LocalCloud.start(temporary.resolve("cloud"), 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private String gcloud(String... arguments) {
    Finished finished =
        Command.of("gcloud", "storage")
            .and(arguments)
            .with("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", cloud.address() + "/storage/v1/")
            .with("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true")
            .with("CLOUDSDK_CORE_PROJECT", "local")
            .with("CLOUDSDK_CORE_DISABLE_PROMPTS", "1")
            .with("CLOUDSDK_CORE_CHECK_GCE_METADATA", "false")
            .with("CLOUDSDK_CONFIG", temporary.resolve("gcloud").toString())
            .run(Duration.ofMinutes(3));
    assertThat(finished.exitCode())
        .as(String.join(" ", arguments) + "\n" + finished.output() + finished.errors())
        .isZero();
    return finished.output() + finished.errors();
  }

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(temporary.resolve(name), bytes);
  }

  @Test
  void resticReadsWhatGcloudFetchesOfARepository() throws IOException {
    String location = "gs://shop-backups/rehome";
    Files.createDirectory(temporary.resolve("source"));
    file("source/some", 30_000_000);
    Command[] commands = {
      Rehome.repository("init", location, "--create-bucket", "us"),
      Rehome.repository("backup", location, temporary.resolve("source").toString()),
    };
    for (Command command : commands) {
      Finished finished =
          command
              .with("STORAGE_EMULATOR_HOST", cloud.address())
              .with("GOOGLE_CLOUD_PROJECT", "local")
              .run(Duration.ofMinutes(1));
      assertThat(finished.exitCode()).as(finished.errors()).isZero();
    }
    gcloud("cp", "--recursive", location, temporary.toString());
    Path fetched = temporary.resolve("rehome");
    Restic.INSTALLED.findsValid(fetched);
    Restic.INSTALLED.succeed(
        fetched, "restore", "latest", "--target", temporary.resolve("back").toString());
    Path back = temporary.resolve("back" + temporary.resolve("source/some"));
    assertThat(Files.mismatch(temporary.resolve("source/some"), back)).isEqualTo(-1);
  }

  @Test
  @Tag("long")
  void bucketsAndFilesOfAllSizesBothWays() throws IOException {
    gcloud("buckets", "create", "gs://shop-backups", "--uniform-bucket-level-access");
    int[] sizes = {1_000, 9_000_000, 200_000_000};
    for (int size : sizes) {
      Path file = file("file-" + size, size);
      gcloud("cp", file.toString(), "gs://shop-backups/some/folder/");
      Path back = temporary.resolve("back-" + size);
      gcloud("cp", "gs://shop-backups/some/folder/file-" + size, back.toString());
      assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    }
    assertThat(gcloud("ls", "--recursive", "--long", "gs://shop-backups"))
        .contains("gs://shop-backups/some/folder/file-1000")
        .contains("9000000")
        .contains("200000000")
        .contains("TOTAL: 3 objects");
    gcloud("cp", "gs://shop-backups/some/folder/file-1000", "gs://shop-backups/copied");
    assertThat(gcloud("cat", "gs://shop-backups/copied")).isNotEmpty();
    gcloud("rm", "gs://shop-backups/some/folder/file-1000");
    assertThat(gcloud("ls", "gs://shop-backups/some/folder/"))
        .doesNotContain("file-1000\n")
        .contains("file-9000000");
    gcloud("rm", "--recursive", "gs://shop-backups");
    assertThat(gcloud("buckets", "list")).doesNotContain("shop-backups");
    assertThat(Files.readString(cloud.log())).doesNotContain(" none ").doesNotContain(" 500");
  }
}
