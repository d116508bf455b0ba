package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.infrastructure.ChangePlan;
import java.util.Optional;

/** Reads the Cloud SQL instances that a plan will leave behind, as Google's provider names them. */
final class PlannedServers {
  private static final String INSTANCE = "google_sql_database_instance";
  private static final int DISK = 10; // GiB, unless the configuration says more

  private PlannedServers() {}

  /** The instance in one of a plan's resource changes, if it is one and no replica. */
  static Optional<ChangePlan.Server> of(JsonNode change) {
    JsonNode after = change.path("change").path("after");
    boolean primary =
        change.path("type").asText().equals(INSTANCE)
            && after.isObject()
            && after.path("master_instance_name").asText("").isEmpty();
    return primary
        ? Optional.of(
            new ChangePlan.Server(
                after.path("database_version").asText(),
                after.path("settings").path(0).path("disk_size").asLong(DISK)))
        : Optional.empty();
  }
}
