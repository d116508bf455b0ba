package dev.rehome.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellLineLookTest {
  @TempDir Path folder = Path.of("");

  private Findings look(String text) throws IOException {
    return new ShellLineLook(SampleStack.of(folder, text, Map.of()).stack()).look();
  }

  @Test
  void aReferenceInAShellLineIsAProblemThatSaysWhatToWrite() throws IOException {
    Findings found =
        look(
            """
            hosts: { api: { address: a, ready: { run: "test -e ${state.x.y.z}" } } }
            quiesce: [ { run: "systemctl stop shop" }, { run: "echo ${output.web-port}" } ]
            drain: [ { until: "test ${tfvar.n} = 0" } ]
            health: [ { run: "curl ${host.api.address}" } ]
            migrate: [ { run: "PGPASSWORD=${env:WORD} psql < ${file:dump}" } ]
            """);
    assertThat(found.problems())
        .containsExactlyInAnyOrder(
            "quiesce 2: ${output.web-port} stands in a shell line, in which nothing replaces it"
                + " (write $REHOME_OUTPUT_WEB_PORT there, or make a list of the command)",
            "hosts.api.ready: ${state.x.y.z}" + ofLists(),
            "drain 1: ${tfvar.n}" + ofLists(),
            "health 1: ${host.api.address}" + ofLists(),
            "migrate 1: ${env:WORD}" + ofLists(),
            "migrate 1: ${file:dump}" + ofLists());
  }

  private static String ofLists() {
    return " stands in a shell line, in which nothing replaces it (make a list of the command;"
        + " references stand in lists)";
  }

  @Test
  void whatIsTheShellsOwnPasses() throws IOException {
    assertThat(
            look(
                """
                open:
                  - run: "echo ${HOME} ${OUTPUT} ${output} ${output:-x} ${file%.txt} $${output.home}"
                  - run: [echo, "${output.home}"]
                """))
        .isEqualTo(Findings.NONE);
  }
}
