package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.TerraformSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One revision's Terraform configuration, on the state that the stack file names. */
public final class TerraformInfrastructure implements Infrastructure {
  private final TerraformSettings settings;
  private final Terraform terraform;
  private final Path private_;
  private final Optional<Path> state;
  private boolean ready;

  /**
   * @param side what is called for this revision
   * @param stackFolder what paths of the stack file are relative to
   * @param checkout the revision's
   * @param ownFolder for plans and variables; only this user can read it
   */
  public TerraformInfrastructure(
      TerraformSettings settings,
      TerraformSettings.Side side,
      References local,
      Path stackFolder,
      Path checkout,
      Path ownFolder,
      String revision) {
    this.settings = settings;
    this.private_ = ownFolder;
    this.state = settings.state().map(folder -> stackFolder.resolve(folder).normalize());
    var variables = new ArrayList<String>();
    side.varFiles()
        .forEach(file -> variables.add("-var-file=" + stackFolder.resolve(file).normalize()));
    var values = new LinkedHashMap<String, String>();
    settings.variables().forEach((name, value) -> values.put(name, value.resolve(local)));
    settings.revisionVariable().ifPresent(name -> values.put(name, revision));
    if (!values.isEmpty()) {
      Path file = ownFolder.resolve("variables.tfvars.json");
      write(file, Json.pretty(values));
      variables.add("-var-file=" + file);
    }
    String binary =
        side.binary().contains("/")
            ? stackFolder.resolve(side.binary()).normalize().toString()
            : side.binary();
    this.terraform =
        new Terraform(
            binary,
            checkout.resolve(settings.directory()),
            ownFolder.resolve("data"),
            settings.workspace(),
            variables);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
  }

  /** The binary, made ready once: the backend set to where the state is, providers installed. */
  private Terraform terraform() {
    if (!ready) {
      if (!Files.isDirectory(terraform.configuration())) {
        throw new FailureException(
            Failure.Kind.BAD_INPUT,
            "the revision has no folder " + settings.directory(),
            Safety.NOTHING_CHANGED,
            "check infrastructure.terraform.directory");
      }
      state.ifPresent(this::keepStateThere);
      terraform.must(
          "getting ready", terraform.command("init", "-input=false", "-no-color", "-reconfigure"));
      ready = true;
    }
    return terraform;
  }

  /** Terraform's own way to put another backend in a configuration's place: an override file. */
  private void keepStateThere(Path folder) {
    String hcl =
        "terraform {\n  backend \"local\" {\n    path = "
            + Json.line(folder.resolve("terraform.tfstate").toString())
            + "\n    workspace_dir = "
            + Json.line(folder.resolve("terraform.tfstate.d").toString())
            + "\n  }\n}\n";
    write(
        terraform.configuration().resolve("rehome_override.tf"),
        hcl.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public State look() {
    return StateFile.parse(
        terraform().must("reading the state", terraform.command("state", "pull")).output());
  }

  @Override
  public String variable(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "\"" + name + "\" is no name of a variable",
          Safety.NOTHING_CHANGED,
          "check ${tfvar…} in the stack file");
    }
    try (var console = terraform().planning("console").start()) {
      byte[] question =
          ("jsonencode(nonsensitive(var." + name + "))\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Finished finished = console.finish(question, java.time.Duration.ofMinutes(5));
      if (!finished.succeeded()) {
        throw terraform.failed("asking for variable " + name, finished.errors());
      }
      JsonNode value = Json.tree(Json.tree(finished.output()).asText());
      return value.isValueNode() ? value.asText() : value.toString();
    }
  }

  private Path planFile(String name) {
    return private_.resolve(name + ".plan");
  }

  private JsonNode plan(String name, String... more) {
    write(planFile(name), new byte[0]);
    Command command =
        terraform()
            .planning("plan", "-input=false", "-no-color", "-lock-timeout=60s")
            .and("-out=" + planFile(name))
            .and(more);
    terraform.must("planning", command);
    return Json.tree(
        terraform
            .must("reading the plan", terraform.command("show", "-json", planFile(name).toString()))
            .output());
  }

  @Override
  public DestroyPlan planDestroy() {
    State before = look();
    JsonNode plan = plan("destroy", "-destroy");
    var classification = new Classification(settings.resources(), provisioned(plan));
    for (JsonNode change : plan.path("resource_changes")) {
      if (destroys(change)) {
        String address = change.path("address").asText();
        classification.add(
            address,
            change.path("type").asText(),
            change.path("change").path("before"),
            before.resource(address).map(State.Resource::tainted).orElse(false));
      }
    }
    State after = look();
    if (after.serial() != before.serial() || !after.lineage().equals(before.lineage())) {
      classification.problems.add("the state changed while it was looked at");
    }
    return new DestroyPlan(
        before.lineage(),
        before.serial(),
        classification.doomed,
        namesWithoutResource(before),
        classification.problems,
        classification.warnings);
  }

  /** Every name in the stack file has to be found: a name that fits nothing is a mistake. */
  private List<String> namesWithoutResource(State now) {
    return settings.resources().keySet().stream()
        .filter(
            pattern ->
                now.resources().stream()
                    .noneMatch(resource -> Classification.matches(pattern, resource.address())))
        .map(
            pattern ->
                "the state of workspace " + settings.workspace() + " does not hold " + pattern)
        .toList();
  }

  private static boolean destroys(JsonNode change) {
    for (JsonNode action : change.path("change").path("actions")) {
      if (action.asText().equals("delete")) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> provisioned(JsonNode plan) {
    var found = new HashSet<String>();
    provisioned(plan.at("/configuration/root_module"), "", found);
    return found;
  }

  private static void provisioned(JsonNode module, String prefix, Set<String> found) {
    for (JsonNode resource : module.path("resources")) {
      if (!resource.path("provisioners").isEmpty()) {
        found.add(prefix + resource.path("address").asText());
      }
    }
    for (Map.Entry<String, JsonNode> call : module.path("module_calls").properties()) {
      provisioned(call.getValue().path("module"), prefix + "module." + call.getKey() + ".", found);
    }
  }

  @Override
  public Command destroying(DestroyPlan plan, DestroyPermit permit) {
    return applying("destroy");
  }

  @Override
  public ChangePlan planCreate() {
    int creates = 0;
    int updates = 0;
    var destroys = new ArrayList<String>();
    var servers = new ArrayList<ChangePlan.Server>();
    for (JsonNode change : plan("create").path("resource_changes")) {
      PlannedServers.of(change).ifPresent(servers::add);
      if (destroys(change)) {
        destroys.add(change.path("address").asText());
      } else if (change.path("change").path("actions").toString().contains("create")) {
        creates++;
      } else if (change.path("change").path("actions").toString().contains("update")) {
        updates++;
      }
    }
    return new ChangePlan(creates, updates, destroys, servers);
  }

  @Override
  public Command creating(ChangePlan plan) {
    return applying("create");
  }

  private Command applying(String name) {
    return terraform()
        .command("apply", "-json", "-input=false", "-lock-timeout=60s", planFile(name).toString());
  }

  @Override
  public Optional<String> tells(String line) {
    return Diagnostics.tells(line);
  }

  @Override
  public String whenEmpty() {
    return "check infrastructure.terraform.state and .workspace; a local state lies in the folder"
        + " where terraform apply was run";
  }

  @Override
  public String reason(Finished finished) {
    return Diagnostics.reason(finished.output());
  }

  @Override
  public Optional<byte[]> copyOfState() {
    String pulled =
        terraform().must("reading the state", terraform.command("state", "pull")).output();
    return pulled.isBlank()
        ? Optional.empty()
        : Optional.of(pulled.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void bringState(byte[] copy) {
    state
        .map(this::stateFile)
        .filter(file -> !Files.exists(file))
        .ifPresent(file -> write(file, copy));
  }

  private Path stateFile(Path folder) {
    return settings.workspace().equals("default")
        ? folder.resolve("terraform.tfstate")
        : folder
            .resolve("terraform.tfstate.d")
            .resolve(settings.workspace())
            .resolve("terraform.tfstate");
  }

  @Override
  public void forget() {
    dev.rehome.files.Folders.remove(private_);
  }
}
