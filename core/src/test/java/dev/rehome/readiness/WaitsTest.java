package dev.rehome.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run waits for is tried before anything is destroyed: it would be waited for in vain. */
class WaitsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aDrainThatCannotBeRunIsAProblem() throws IOException {
    Findings found =
        new DrainLook(
                SampleStack.of(
                        folder,
                        """
                        drain:
                          - { until: "true" }
                          - { until: "no-such-queue --empty" }
                          - { until: "test -z \\"$(no-such-queue)\\"" }
                          - { until: "false", within: 20m }
                        """,
                        Map.of())
                    .tasks(),
                Set.of())
            .look();
    assertThat(found.problems())
        .hasSize(2)
        .anyMatch(each -> each.startsWith("drain 2: \"no-such-queue --empty\" cannot be run: "))
        .anyMatch(each -> each.startsWith("drain 3: ") && each.contains("no-such-queue"));
    assertThat(found.warnings())
        .containsExactly(
            "drain 4: \"false\" does not succeed now (exit code 1); a run waits for it, at most"
                + " 20m");
  }

  @Test
  void aHostIsAskedWhetherItCanTellThatItIsReady() throws IOException {
    Findings found =
        new ReadyLook(
                SampleStack.of(
                        folder,
                        """
                        hosts:
                          booted: { address: a, ready: { file: / } }
                          slow: { address: a, ready: { file: /nowhere } }
                          other: { address: a, ready: { run: [no-such-program] } }
                          lost: { address: a, ready: { file: "${output.nothing}" } }
                        """,
                        Map.of())
                    .tasks(),
                Set.of("booted", "slow", "other", "lost"))
            .look();
    assertThat(found.problems())
        .singleElement()
        .asString()
        .startsWith("hosts.other.ready: \"no-such-program\" cannot be run on host other: ");
    assertThat(found.later())
        .containsExactly(
            "whether its host booted comes to be ready (hosts.booted.ready)",
            "whether its host slow comes to be ready (hosts.slow.ready; the one that runs is not,"
                + " by that)");
  }

  @Test
  void aUnitThatNoHostOfThisKindCanTellOfIsAProblem() throws IOException {
    SampleStack stack =
        SampleStack.of(
            folder, "hosts: { api: { address: a, ready: { unit: no-such.service } } }\n", Map.of());
    Findings found = new ReadyLook(stack.tasks(), Set.of("api")).look();
    // Machines that run tests may have systemd or not.
    assertThat(String.join(", ", found.problems()) + String.join(", ", found.later()))
        .matches(
            "(?s)hosts.api.ready: host api has no systemd that could tell of unit no-such.service:"
                + " .*|whether its host api has unit no-such.service .*");
  }

  @Test
  void healthChecksHoldForTheStackThatRuns() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      Findings found =
          new HealthStanding(
                  SampleStack.of(
                          folder,
                          """
                          health:
                            - { get: "http://127.0.0.1:${output.port}/health", expect: 204 }
                            - { get: "http://127.0.0.1:${output.port}/health" }
                            - { get: "http://127.0.0.1:${output.port}/health", at: "127.0.0.1:80", expect: 204 }
                            - { tcp: "127.0.0.1:${output.port}" }
                            - { tcp: "127.0.0.1" }
                            - { run: "exit 3" }
                            - { tcp: "${output.nothing}:1" }
                          """,
                          Map.of("port", "" + server.getAddress().getPort()))
                      .tasks(),
                  Set.of(),
                  1)
              .look();
      assertThat(found.problems())
          .hasSize(4)
          .anyMatch(each -> each.startsWith("health 2: http") && each.contains(" gives 204 today"))
          .anyMatch(each -> each.startsWith("health 3: ") && each.contains("that is no address"))
          .anyMatch(each -> each.startsWith("health 5: ") && each.contains("not HOST:PORT"))
          .anyMatch(each -> each.startsWith("health 6: ") && each.contains("exit code 3"));
      assertThat(found.later()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aNameThatSomebodyHasToPointToTheNewStackIsNamed() throws IOException {
    SampleStack stack =
        SampleStack.of(
            folder,
            """
            health:
              - { get: "https://192.0.2.7/" }
              - { get: "https://[2001:db8:0:0:0:0:0:8]/" }
              - { get: "https://localhost/" }
              - { get: "https://${output.address}/" }
            """,
            Map.of("address", "192.0.2.9", "other", "2001:db8::8"));
    assertThat(names(stack))
        .containsExactly(
            "whether 192.0.2.7, by which a health check asks, leads to it (today it leads to"
                + " nothing that the stack tells of)",
            "whether [2001:db8:0:0:0:0:0:8], by which a health check asks, leads to it (today it"
                + " leads to the stack that runs)");
  }

  private static java.util.List<String> names(SampleStack stack) {
    var look = new NameLook(stack.stack(), stack.references(), stack.state());
    return stack.stack().health().stream()
        .map(check -> look.look((dev.rehome.stack.Stack.Sign.Get) check.sign()))
        .reduce(Findings.NONE, Findings::and)
        .later();
  }
}
