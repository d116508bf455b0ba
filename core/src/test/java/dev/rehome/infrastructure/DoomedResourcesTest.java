package dev.rehome.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.proof.DestroyPlan.Doomed;
import dev.rehome.proof.DestroyPlan.Fate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoomedResourcesTest {
  private static final State STATE =
      new State(
          "L",
          1,
          Map.of(),
          List.of(
              resource(
                  "google_compute_instance.web",
                  """
                  {"network_interface": [{"network_ip": "10.0.0.2",
                     "access_config": [{"nat_ip": "203.0.113.2"}]}],
                   "metadata": {"host": "10.0.0.5"}, "labels": {"ip": "10.0.0.6"}}
                  """),
              resource(
                  "google_sql_database_instance.main",
                  "{\"ip_address\": [{\"ip_address\": \"10.0.0.3\"}], \"dns_name\":"
                      + " \"db.example\"}"),
              resource("google_dns_record_set.other", "{\"rrdatas\": [\"10.0.0.7\"]}")));

  private static State.Resource resource(String address, String attributes) {
    return new State.Resource(address, address.split("\\.")[0], false, Json.tree(attributes));
  }

  private static DoomedResources doomed(String... addresses) {
    return DoomedResources.of(
        STATE,
        Arrays.stream(addresses).map(each -> new Doomed(each, "t", Fate.DISPOSABLE)).toList());
  }

  @Test
  void whatAHostLeadsToIsFound() {
    DoomedResources both =
        doomed("google_compute_instance.web", "google_sql_database_instance.main");
    assertThat(both.answeringAt("10.0.0.2")).containsExactly("google_compute_instance.web");
    assertThat(both.answeringAt("203.0.113.2")).containsExactly("google_compute_instance.web");
    assertThat(both.answeringAt("10.0.0.3")).containsExactly("google_sql_database_instance.main");
    assertThat(both.answeringAt("db.example")).containsExactly("google_sql_database_instance.main");
  }

  @Test
  void whatStaysOrIsOnlyToldOfItIsNot() {
    assertThat(doomed("google_compute_instance.web").answeringAt("10.0.0.3")).isEmpty();
    DoomedResources all =
        doomed(
            "google_compute_instance.web",
            "google_sql_database_instance.main",
            "google_dns_record_set.other");
    for (String host : List.of("10.0.0.5", "10.0.0.6", "10.0.0.7", "127.0.0.1", "")) {
      assertThat(all.answeringAt(host)).as(host).isEmpty();
    }
  }

  @Test
  void whereTheStateDoesNotTellWhatIsDoomedAllOfItIs() {
    assertThat(doomed("all that \"x\" destroys").answeringAt("10.0.0.2")).hasSize(1);
  }
}
