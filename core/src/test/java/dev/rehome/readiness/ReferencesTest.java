package dev.rehome.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.infrastructure.Declared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References are resolved before anything is destroyed, for both stacks. */
class ReferencesTest {
  @TempDir Path folder = Path.of("");

  private static final String WORK =
      """
      quiesce: [ { run: ["${output.hom}/service", stop] } ]
      open: [ { run: [service], in: "${output.home}", env-file: "${output.hme}" } ]
      drain: [ { until: ["${output.done}"] } ]
      migrate: [ { run: ["${output.home}/migrate"] }, { run: [x, "${env:NOWHERE}"] } ]
      health: [ { get: "http://${output.address}/", at: "${output.adress}" } ]
      """;

  private SampleStack stack(String text) throws IOException {
    return SampleStack.of(folder, text, Map.of("home", "/srv", "address", "127.0.0.1"));
  }

  private Findings declared(String text, Declared declared) throws IOException {
    SampleStack stack = stack(text);
    return new DeclarationLook(
            stack.stack(), stack.references(), stack.state(), Optional.of(declared))
        .look();
  }

  @Test
  void whatIsRunOnTheStackThatRunsRefersToWhatItHas() throws IOException {
    SampleStack stack = stack(WORK);
    assertThat(new ReferenceLook(stack.stack(), stack.references()).look().problems())
        .containsExactlyInAnyOrder(
            "quiesce 1: ${output.hom}: the stack has no such output",
            "open 1: ${output.hme}: the stack has no such output",
            "drain 1: ${output.done}: the stack has no such output");
  }

  @Test
  void whatTheNewConfigurationDoesNotDeclareIsAProblem() throws IOException {
    Findings found =
        declared(
            WORK.replace("${output.hom}", "${output.home}").replace("${output.hme}", "env"),
            new Declared(Set.of("adress", "home", "url"), Map.of()));
    assertThat(found.problems())
        .containsExactlyInAnyOrder(
            "health 1: ${output.address}: the new revision declares no such output; it declares"
                + " adress, home, url",
            "migrate 2: ${env:NOWHERE}: the variable is not set");
    assertThat(found.later()).containsExactly("the values of ${output.home}, ${output.adress}");
  }

  @Test
  void resourcesAndTheirAttributesAreDeclaredToo() throws IOException {
    Findings found =
        declared(
            """
            health:
              - { tcp: "${state.module.api.server.main[0].ip[0].address}:80" }
              - { tcp: "${state.module.api.server.main[0].pi}:80" }
              - { tcp: "${state.module.api.server.other.ip}:80" }
            """,
            new Declared(Set.of(), Map.of("module.api.server.main[0]", Set.of("id", "ip"))));
    assertThat(found.problems())
        .containsExactly(
            "health 2: ${state.module.api.server.main[0].pi}: the new revision's"
                + " module.api.server.main[0] has no pi",
            "health 3: ${state.module.api.server.other.ip}: the new revision declares no such"
                + " resource");
  }

  @Test
  void whatCommandsWillTellOfTheNewStackOnlyThatCanAnswer() throws IOException {
    SampleStack stack =
        stack("migrate: [ { run: [\"${output.home}/migrate\", \"${output.tabel}\"] } ]\n");
    Findings found =
        new DeclarationLook(stack.stack(), stack.references(), stack.state(), Optional.empty())
            .look();
    assertThat(found.later())
        .containsExactly("whether infrastructure.commands.outputs tells ${output.home} of it, too");
    assertThat(found.problems())
        .singleElement()
        .asString()
        .startsWith("migrate 1: ${output.tabel}: the stack that runs has no such output")
        .contains("it has address, home");
  }

  @Test
  void theNameOfAHostIsLookedUp() throws IOException {
    assertThat(
            declared(
                    """
                    hosts: { api: { address: "${output.home}" } }
                    health: [ { tcp: "${host.api.address}:1" }, { tcp: "${host.ap.address}:1" } ]
                    """,
                    new Declared(Set.of("home"), Map.of()))
                .problems())
        .containsExactly("health 2: ${host.ap.address}: no host has that; write NAME.address");
  }
}
