package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.repository.format.Id;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.TerraformSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One revision's Terraform configuration, on the state that the stack file names. */
public final class TerraformInfrastructure implements Infrastructure {
  private final TerraformSettings settings;
  private final TerraformSettings.Side side;
  private final Terraform terraform;
  private final Path stackFolder;
  private final Path ownFolder;
  private final String revision;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Optional<LocalState> state;
  private final Saveable saveable;
  private Optional<Planned> planned = Optional.empty();
  private boolean ready;

  /**
   * @param side what is called for this revision
   * @param stackFolder what paths of the stack file are relative to
   * @param checkout the revision's
   * @param ownFolder for plans and variables; only this user can read it
   * @param saveable what of the stack is saved
   * @param environment of this program
   */
  public TerraformInfrastructure(
      TerraformSettings settings,
      TerraformSettings.Side side,
      References local,
      Path stackFolder,
      Path checkout,
      Path ownFolder,
      String revision,
      Saveable saveable,
      Map<String, String> environment) {
    this.settings = settings;
    this.side = side;
    this.saveable = saveable;
    this.stackFolder = stackFolder;
    this.ownFolder = ownFolder;
    this.revision = revision;
    this.state =
        settings.state().map(folder -> new LocalState(inStack(folder), settings.workspace()));
    settings.variables().forEach((name, value) -> values.put(name, value.resolve(local)));
    settings.revisionVariable().ifPresent(name -> values.put(name, revision));
    var variables = new ArrayList<String>();
    side.varFiles().forEach(file -> variables.add("-var-file=" + inStack(file)));
    if (!values.isEmpty()) {
      Path file = ownFolder.resolve("variables.tfvars.json");
      OwnFiles.write(file, Json.pretty(values));
      variables.add("-var-file=" + file);
    }
    this.terraform =
        new Terraform(
            side.binary().contains("/") ? inStack(side.binary()).toString() : side.binary(),
            checkout.resolve(settings.directory()),
            data(),
            settings.workspace(),
            variables,
            environment,
            state.isPresent(),
            settings.within());
  }

  private Path inStack(String path) {
    return stackFolder.resolve(path).normalize();
  }

  private Path data() {
    return ownFolder.resolve("data");
  }

  /** The binary, made ready once: the backend set to where the state is, providers installed. */
  private Terraform terraform() {
    if (!ready) {
      terraform.refuseMeddling();
      if (!Files.isDirectory(terraform.configuration())) {
        throw new FailureException(
            Failure.Kind.BAD_INPUT,
            "the revision has no folder " + settings.directory(),
            Safety.NOTHING_CHANGED,
            "check infrastructure.terraform.directory");
      }
      state.ifPresent(
          each ->
              OwnFiles.write(
                  terraform.configuration().resolve("rehome_override.tf"), each.override()));
      terraform.must(
          "getting ready", terraform.command("init", "-input=false", "-no-color", "-reconfigure"));
      ready = true;
    }
    return terraform;
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
          ("jsonencode(nonsensitive(var." + name + "))\n").getBytes(StandardCharsets.UTF_8);
      Finished finished = console.finish(question, java.time.Duration.ofMinutes(5));
      if (!finished.succeeded()) {
        throw terraform.failed("asking for variable " + name, finished.errors());
      }
      JsonNode value = Json.tree(Json.tree(finished.output()).asText());
      return value.isValueNode() ? value.asText() : value.toString();
    }
  }

  private Path planFile(String name) {
    return ownFolder.resolve(name + ".plan");
  }

  private JsonNode plan(String name, String... more) {
    OwnFiles.write(planFile(name), new byte[0]);
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
    State after = look();
    if (after.serial() != before.serial() || !after.lineage().equals(before.lineage())) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the state changed while it was looked at: somebody else works on this stack",
          Safety.NOTHING_CHANGED,
          "wait until that is done, and start again");
    }
    return new PlannedDestruction(plan, before, new Declarations(settings.resources()), saveable)
        .plan(settings.workspace(), digestOf(planFile("destroy")));
  }

  @Override
  public Command destroying(DestroyPlan plan, DestroyPermit permit) {
    permit.use(plan);
    if (!digestOf(planFile("destroy")).equals(plan.carriedOut())) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is destroyed, since the saved plan is not the one that was looked at",
          Safety.NOTHING_CHANGED,
          "rehome resume    plans and looks again");
    }
    return applying("destroy");
  }

  private static String digestOf(Path file) {
    try {
      return Id.hash(Files.readAllBytes(file)).hex();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the saved plan " + file, e);
    }
  }

  @Override
  public ChangePlan planCreate() {
    var creates = new ArrayList<String>();
    int updates = 0;
    var destroys = new ArrayList<String>();
    var servers = new ArrayList<ChangePlan.Server>();
    JsonNode plan = plan("create");
    for (JsonNode change : plan.path("resource_changes")) {
      PlannedServers.of(change).ifPresent(servers::add);
      if (PlannedDestruction.does(change, "delete")) {
        destroys.add(change.path("address").asText());
      }
      if (PlannedDestruction.does(change, "create")) {
        creates.add(change.path("address").asText());
      } else if (PlannedDestruction.does(change, "update")) {
        updates++;
      }
    }
    var looked =
        new ChangePlan(
            creates, updates, destroys, servers, Optional.of(PlannedDeclarations.of(plan)));
    planned = Optional.of(new Planned(looked, digestOf(planFile("create"))));
    return looked;
  }

  /** A plan to build as it was looked at, and SHA-256 of what was saved of it. */
  private record Planned(ChangePlan looked, String file) {}

  @Override
  public Command creating(ChangePlan plan) {
    var now = Optional.of(new Planned(plan, digestOf(planFile("create"))));
    if (!planned.equals(now)) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is built, since the saved plan is not the one that was looked at",
          Safety.NOTHING_CHANGED,
          "rehome resume    plans again");
    }
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
    return "check infrastructure.terraform.state and .workspace; a local state lies in the folder,"
        + " and on the machine, where terraform apply was run: go on there";
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
        : Optional.of(pulled.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public State recall(byte[] copyOfState) {
    return StateFile.parse(new String(copyOfState, StandardCharsets.UTF_8));
  }

  @Override
  public void bringState(byte[] copy, Set<String> ended) {
    state.ifPresent(each -> each.bring(copy, ended));
  }

  @Override
  public boolean stateIsHere() {
    return state.isPresent();
  }

  @Override
  public String place() {
    String where =
        settings
            .state()
            .map(folder -> "the state in " + folder)
            .orElseGet(
                () -> {
                  terraform();
                  return Backend.place(data());
                });
    return "workspace " + settings.workspace() + ", " + where;
  }

  @Override
  public String inputs() {
    return new Inputs(
            revision,
            side.binary(),
            settings.directory(),
            place(),
            values,
            side.varFiles().stream().map(file -> new Inputs.VarFile(file, inStack(file))).toList(),
            terraform.environment())
        .digest();
  }

  @Override
  public Optional<String> lineage() {
    return Optional.empty(); // its states have histories
  }

  @Override
  public void forget() {
    dev.rehome.files.Folders.remove(ownFolder);
  }
}
