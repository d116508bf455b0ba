package dev.rehome.infrastructure.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.rehome.stack.CommandText;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.CommandsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Runs the commands in the revision's checkout, with {@code REHOME_STACK} and {@code
 * REHOME_REVISION} in their environment. A stack whose outputs are an empty object, or for which
 * the command fails, is not there.
 */
public record CommandsInfrastructure(
    CommandsSettings settings, References local, Path checkout, String stack, String revision)
    implements Infrastructure {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Command command(CommandText text) {
    return Command.of(text.resolve(local).toArray(String[]::new))
        .in(checkout)
        .with("REHOME_STACK", stack)
        .with("REHOME_REVISION", revision);
  }

  @Override
  public State look() {
    Finished finished = command(settings.outputs()).run(LIMIT);
    if (!finished.succeeded()) {
      return new State("", 0, new LinkedHashMap<>(), List.of());
    }
    var outputs = new LinkedHashMap<String, String>();
    JsonNode printed = printed(finished.output());
    printed
        .properties()
        .forEach(
            entry ->
                outputs.put(
                    entry.getKey(),
                    entry.getValue().isValueNode()
                        ? entry.getValue().asText()
                        : entry.getValue().toString()));
    List<State.Resource> resources =
        outputs.isEmpty()
            ? List.of()
            : List.of(
                new State.Resource(
                    "stack", "commands", false, JsonNodeFactory.instance.objectNode()));
    return new State("", 0, outputs, resources);
  }

  private static JsonNode printed(String output) {
    try {
      JsonNode node = Json.tree(output);
      if (node.isObject()) {
        return node;
      }
    } catch (Json.InvalidException e) {
      // said below
    }
    throw new FailureException(
        Failure.Kind.BAD_INPUT,
        "infrastructure.commands.outputs printed no JSON object",
        Safety.NOTHING_CHANGED,
        "let it print one, with texts and numbers as values");
  }

  @Override
  public String variable(String name) {
    throw new References.UnresolvedException(
        new Reference(Reference.Source.TFVAR, name), "only Terraform has variables");
  }

  @Override
  public DestroyPlan planDestroy() {
    List<DestroyPlan.Doomed> doomed =
        look().empty()
            ? List.of()
            : List.of(
                new DestroyPlan.Doomed(
                    "all that \"" + settings.destroy().text() + "\" destroys",
                    "commands",
                    DestroyPlan.Fate.SAVED));
    return new DestroyPlan("", 0, doomed, List.of(), List.of(), List.of());
  }

  @Override
  public Command destroying(DestroyPlan plan, DestroyPermit permit) {
    return command(settings.destroy());
  }

  @Override
  public ChangePlan planCreate() {
    return new ChangePlan(look().empty() ? 1 : 0, 0, List.of(), List.of());
  }

  @Override
  public Command creating(ChangePlan plan) {
    return command(settings.create());
  }

  @Override
  public Optional<String> tells(String line) {
    return Optional.empty(); // what commands print may hold anything
  }

  @Override
  public String whenEmpty() {
    Finished finished = command(settings.outputs()).run(LIMIT);
    String outputs = "infrastructure.commands.outputs, \"" + settings.outputs().text() + "\", ";
    return finished.succeeded()
        ? "see why " + outputs + "prints nothing about the stack"
        : "mend "
            + outputs
            + "which ended with "
            + reason(finished)
            + finished.errors().strip().lines().reduce("", (before, last) -> ": " + last);
  }

  @Override
  public String reason(Finished finished) {
    return "exit code " + finished.exitCode();
  }

  @Override
  public Optional<byte[]> copyOfState() {
    return Optional.empty();
  }

  @Override
  public void bringState(byte[] copy) {}

  @Override
  public void forget() {}
}
