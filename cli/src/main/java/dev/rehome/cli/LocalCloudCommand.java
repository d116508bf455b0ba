package dev.rehome.cli;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Task;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.localcloud.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "local-cloud",
    description = {
      "Runs a cloud on this machine until Ctrl-C, to try things on: Cloud SQL and Cloud Storage,"
          + " for Rehome and gcloud. It uses no account and no network, keeps everything in a"
          + " folder, and prints the lines that point clients at it.",
      "",
      "Example:  rehome local-cloud --data ./cloud --port 8085"
    },
    mixinStandardHelpOptions = true)
final class LocalCloudCommand extends Task {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Where it keeps what it is given; made if it is not there.")
  Path data = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The port on 127.0.0.1; any that is free otherwise.")
  int port;

  @Override
  protected ExitCode run(Output output) {
    try (LocalCloud cloud = LocalCloud.start(folder(), port)) {
      Map<String, String> environment = environment(cloud.address());
      environment.forEach(
          (name, value) ->
              output.text("export " + name + "='" + value.replace("'", "'\\''") + "'"));
      output.item(
          "\nIt runs until Ctrl-C.",
          Json.object("type", "running", "address", cloud.address(), "environment", environment));
      while (!CANCELLATION.wished()) {
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the local cloud cannot start on port " + port + ": " + e.getMessage(),
          Safety.NOTHING_CHANGED,
          "is another one running? leave out --port to take any that is free");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  private Path folder() {
    return data.toAbsolutePath().normalize();
  }

  /** What points clients here; gcloud keeps its settings apart from the operator's own. */
  private Map<String, String> environment(String address) {
    var all = new LinkedHashMap<String, String>();
    all.put("STORAGE_EMULATOR_HOST", address);
    all.put("GOOGLE_CLOUD_PROJECT", "local");
    all.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", address + "/storage/v1/");
    all.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_SQL", address + "/");
    all.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    all.put("CLOUDSDK_CORE_PROJECT", "local");
    all.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    all.put("CLOUDSDK_CORE_CHECK_GCE_METADATA", "false");
    all.put("CLOUDSDK_CONFIG", folder().resolve("gcloud").toString());
    return all;
  }
}
