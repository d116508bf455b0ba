package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.infrastructure.ChangePlan;
import org.junit.jupiter.api.Test;

class PlannedServersTest {
  @Test
  void readsInstancesThatAreNoReplicas() {
    String instance =
        """
        {"address": "google_sql_database_instance.main", "type": "google_sql_database_instance", "change":
          {"actions": ["create"], "after": {"database_version": "POSTGRES_16", "settings": [{"disk_size": 50}]}}}
        """;
    assertThat(PlannedServers.of(Json.tree(instance)))
        .contains(new ChangePlan.Server("POSTGRES_16", 50));
    assertThat(PlannedServers.of(Json.tree(instance.replace("\"disk_size\": 50", ""))))
        .contains(new ChangePlan.Server("POSTGRES_16", 10));
    assertThat(
            PlannedServers.of(
                Json.tree(
                    instance.replace(
                        "\"settings\"", "\"master_instance_name\": \"main\", \"settings\""))))
        .isEmpty();
    assertThat(PlannedServers.of(Json.tree(instance.replace("_instance\"", "\"")))).isEmpty();
  }
}
