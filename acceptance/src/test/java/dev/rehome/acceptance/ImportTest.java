package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the manual scripts left in a bucket becomes a backup that can be proven. */
class ImportTest {
  @Test
  void theManualScriptsBucketBecomesAProvenBackup() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      Path folder = stack.folder();
      stack.psql("CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2'");
      Files.writeString(folder.resolve("docker_images.txt"), "some/image v1\n");
      Files.createDirectories(folder.resolve("site/deep"));
      Files.writeString(folder.resolve("site/deep/näme with blanks"), "x");
      stack.ask(
          "POST", "/storage/v1/b?project=local", "{\"name\": \"by-hand\", \"location\": \"eu\"}");
      Shell.run(
          folder,
          """
          PGPASSWORD=$(cat shop-password) pg_dump -h "$(cat address)" -U shop shop | gzip > db_export.gz
          put() {
            curl -sS --fail-with-body -o /dev/null --data-binary @"$1" \\
              "$(cat url)/upload/storage/v1/b/by-hand/o?uploadType=media&name=2026%2F$2"
          }
          put db_export.gz db_export.gz
          put docker_images.txt docker_images.txt
          put site/page site%2Fpage
          put 'site/deep/näme with blanks' 'site%2Fdeep%2Fn%C3%A4me%20with%20blanks'
          """);
      Finished imported = stack.inCloud(stack.rehome("import", "gs://by-hand/2026"));
      assertThat(imported.exitCode()).as(imported.errors()).isZero();
      assertThat(imported.output()).contains("2 tables, 2,500 rows, 2 files");
      Finished proven = stack.run("prove", "latest");
      assertThat(proven.exitCode()).as(proven.errors()).isZero();
      Path back = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
      try {
        Finished restored =
            stack.run("restore", "latest", "--files", back.resolve("new").toString());
        assertThat(restored.exitCode()).as(restored.output() + restored.errors()).isZero();
        assertThat(Shell.run(back, "find new -name 'näme with blanks' -type f | wc -l").strip())
            .isEqualTo("1");
      } finally {
        Shell.run(back, "rm -rf -- \"$PWD\"");
      }

      Finished nothing = stack.inCloud(stack.rehome("import", "gs://by-hand/2025"));
      assertThat(nothing.exitCode()).isEqualTo(2);
      assertThat(nothing.errors()).contains("there is no db_export.gz");
      Shell.run(
          folder,
          "mkdir half; cp -r site half; gunzip -c db_export.gz > whole; head -c 20000 whole >"
              + " half/x");
      Finished half = stack.run("import", folder.resolve("half").toString(), "--dump", "x");
      assertThat(half.exitCode()).isEqualTo(2);
      assertThat(half.errors()).contains("dump x could not be loaded: it is cut off");
    }
  }
}
