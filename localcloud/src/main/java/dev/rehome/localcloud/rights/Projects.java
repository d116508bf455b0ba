package dev.rehome.localcloud.rights;

import com.google.api.services.cloudresourcemanager.v3.model.TestIamPermissionsRequest;
import com.google.api.services.cloudresourcemanager.v3.model.TestIamPermissionsResponse;
import dev.rehome.localcloud.http.Api;
import dev.rehome.localcloud.http.Call;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Of the Resource Manager API the one call that tells what the caller may do in a project. */
public final class Projects implements Api {
  private static final String TEST = ":testIamPermissions";

  private final Denied denied = new Denied();

  /** Takes permissions in a project away from every caller; all others are had. */
  public void deny(String project, List<String> permissions) {
    denied.set(project, permissions);
  }

  @Override
  public Optional<Call> call(Request request) {
    List<String> path = request.path();
    boolean asked =
        request.verb().equals("POST")
            && path.size() == 3
            && path.subList(0, 2).equals(List.of("v3", "projects"))
            && path.getLast().endsWith(TEST);
    return asked
        ? Optional.of(
            new Call(
                "cloudresourcemanager.projects.testIamPermissions",
                () -> test(path.getLast().replace(TEST, ""), request)))
        : Optional.empty();
  }

  private Response test(String project, Request request) throws IOException {
    return Response.json(
        new TestIamPermissionsResponse()
            .setPermissions(
                request.json(TestIamPermissionsRequest.class).getPermissions().stream()
                    .filter(permission -> denied.has(project, permission))
                    .toList()));
  }

  /** A call of the Admin API, which is refused if the right that it needs is lacking. */
  public Call guarded(Request request, Call call) {
    List<String> path = request.path();
    String project = path.get(path.indexOf("projects") + 1);
    return new Call(
        call.method(),
        () -> {
          if (!denied.has(project, needed(call.method()))) {
            throw new Refusal(
                403, "notAuthorized", "The client is not authorized to make this request.");
          }
          return call.work().run();
        });
  }

  /** As the documentation of Cloud SQL's roles pairs them. */
  private static String needed(String method) {
    return method
        .replace("sql.operations.", "sql.instances.")
        .replace("sql.", "cloudsql.")
        .replace(".insert", ".create")
        .replace(".patch", ".update");
  }
}
