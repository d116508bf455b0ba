package dev.rehome.google;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.v3.model.TestIamPermissionsRequest;
import dev.rehome.google.login.Login;
import dev.rehome.managed.ManagedServer.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks Google's Resource Manager what this login may do in a project. */
final class ProjectRights {
  /** What every run does on Cloud SQL, as the documentation of its roles names it. */
  private static final List<String> ALWAYS =
      List.of(
          "cloudsql.instances.get",
          "cloudsql.instances.list",
          "cloudsql.instances.update",
          "cloudsql.instances.restoreBackup",
          "cloudsql.backupRuns.create",
          "cloudsql.backupRuns.get",
          "cloudsql.backupRuns.list",
          "cloudsql.databases.list",
          "cloudsql.users.list",
          "cloudsql.users.create",
          "cloudsql.users.update");

  private static final String USUAL = "https://cloudresourcemanager.googleapis.com/";

  private final Client client;
  private final Map<String, String> environment;

  ProjectRights(Client client, Map<String, String> environment) {
    this.client = client;
    this.environment = Map.copyOf(environment);
  }

  /** What is lacking of all that the duties take. */
  List<String> missing(Set<Duty> duties) {
    var needed = new ArrayList<>(ALWAYS);
    if (duties.contains(Duty.EXPORT)) {
      needed.add("cloudsql.instances.export");
    }
    if (duties.contains(Duty.REPLACE_REPLICAS)) {
      needed.add("cloudsql.instances.create");
      needed.add("cloudsql.instances.delete");
    }
    CloudResourceManager api = api();
    List<String> had =
        Optional.ofNullable(
                client
                    .call(
                        "asking for this login's rights",
                        sql ->
                            api.projects()
                                .testIamPermissions(
                                    "projects/" + client.project(),
                                    new TestIamPermissionsRequest().setPermissions(needed)))
                    .getPermissions())
            .orElse(List.of());
    return needed.stream().filter(each -> !had.contains(each)).toList();
  }

  /** Beside an Admin API that is not Google's own, that server is asked. */
  private CloudResourceManager api() {
    String root =
        Client.folder(
            Optional.ofNullable(
                    environment.get("CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER"))
                .filter(each -> !each.isBlank())
                .orElse(client.isUsual() ? USUAL : client.root()));
    try {
      return new CloudResourceManager.Builder(
              new NetHttpTransport(), GsonFactory.getDefaultInstance(), Login.at(root, environment))
          .setRootUrl(root)
          .setApplicationName("rehome")
          .build();
    } catch (Login.MissingException e) {
      throw Client.loggedOut(e);
    }
  }
}
