package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo as a user runs it, looked at from outside. */
class DemoTest {
  /** All programs but terraform and tofu, whose place the demo's own commands take. */
  @Test
  @Tag("long")
  void goesForthAndBackOnAMachineWithoutTerraform() throws Exception {
    Path parent = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Path folder = parent.resolve("demo");
    try {
      Shell.run(
          parent,
          """
          chmod 755 .
          mkdir programs
          for folder in ${PATH//:/ }; do
            find -L "$folder" -maxdepth 1 -type f ! -name terraform ! -name tofu -exec ln -s -t programs {} + 2>errors || true
          done
          export PATH=$PWD/programs
          "$1" demo --yes --scale tiny --folder "$2" >forth
          export REHOME_PASSWORD=$(cat "$2/password")
          "$1" plan first --file "$2/rehome.yaml" >plan
          "$1" run first --approve shop --file "$2/rehome.yaml" >back
          """,
          Rehome.LAUNCHER,
          folder.toString());
      assertThat(parent.resolve("forth"))
          .content()
          .contains("building the old stack with its own commands")
          .containsPattern("(?m)^restore files +26 files equal")
          .containsPattern("(?m)^restore database +\\d+ rows equal, by snapshot")
          .contains("Run r1: redeployed");
      assertThat(parent.resolve("plan")).content().doesNotContain("the revision does not change");
      assertThat(parent.resolve("back")).content().contains("Run r2: redeployed");
    } finally {
      Command.of(Rehome.LAUNCHER, "demo", "--remove", folder.toString()).run(Shop.LIMIT);
      Shell.run(parent, "rm -rf \"$1\"", parent.toString());
    }
  }

  @Test
  @Tag("long")
  void redeploysAndTellsSoInItsLastLine() throws Exception {
    Path parent = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(parent, "chmod 755 .");
    Path folder = parent.resolve("demo");
    try {
      Finished finished =
          Shop.must(
              Command.of(Rehome.LAUNCHER, "demo", "--json", "--yes", "--scale", "tiny")
                  .and("--break", "snapshot")
                  .and("--folder", folder.toString())
                  .with("REHOME_SCRATCH", parent.resolve("scratch").toString()));
      var lines = finished.output().lines().map(Json::tree).toList();
      var result = lines.getLast();
      assertThat(result.path("type").asText()).isEqualTo("result");
      assertThat(result.path("command").asText()).isEqualTo("demo");
      assertThat(result.path("outcome").asText()).isEqualTo("redeployed");
      assertThat(result.path("run").asText()).isEqualTo("r1");
      assertThat(result.path("backup").asText()).matches("\\d{8}T\\d{6}Z-[0-9a-f]{4}");
      assertThat(result.path("outageSeconds").asDouble()).isPositive();
      assertThat(result.path("certificate").path("outcome").asText()).isEqualTo("explained");
      assertThat(result.path("certificate").path("tables").asInt()).isGreaterThan(4);
      assertThat(result.path("certificate").path("rows").asInt()).isGreaterThan(1000);
      assertThat(result.path("certificate").path("files").asInt()).isGreaterThan(20);
      assertThat(result.path("certificate").path("differences").toString())
          .contains("table public.shipments")
          .contains("(by V2__shipping.sql)")
          .contains("column vip added")
          .contains("column note renamed to remark")
          .contains("values changed in column what")
          .doesNotContain("\"loss\":true");
      assertThat(Path.of(result.path("report").asText()))
          .content()
          .contains("Certificate")
          .contains("app from snapshot: certificate A: it came back other than it was saved")
          .contains("app from dump: equal");
      Finished running =
          Command.of("pgrep", "-f", folder + "/cloud/sql/instances/.*/data").run(Shop.LIMIT);
      assertThat(running.output().strip().lines()).as("servers").hasSize(1);
      assertThat(Shell.run(parent, "ls -d scratch/rehome-*-shop-r1 2>/dev/null || true"))
          .as("servers of the proof")
          .isEmpty();
    } finally {
      Command.of(Rehome.LAUNCHER, "demo", "--remove", folder.toString()).run(Shop.LIMIT);
      Shell.run(parent, "rm -rf \"$1\"", parent.toString());
    }
    assertThat(Command.of("pgrep", "-f", folder.toString()).run(Shop.LIMIT).output()).isEmpty();
  }
}
