package dev.rehome.infrastructure.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.Outputs;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.repository.format.Id;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.CommandsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the commands in the revision's checkout, with {@code REHOME_STACK} and {@code
 * REHOME_REVISION} in their environment. A stack for which the outputs command succeeds and prints
 * an empty object, or nothing, is not there; one for which it fails cannot be looked at.
 */
public record CommandsInfrastructure(
    CommandsSettings settings, References local, Path checkout, String stack, String revision)
    implements Infrastructure {
  /** What only looks, and is longer on its way than this, waits for something. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Command command(CommandText text) {
    return Command.of(text.resolve(local).toArray(String[]::new))
        .in(checkout)
        .with("REHOME_STACK", stack)
        .with("REHOME_REVISION", revision);
  }

  @Override
  public State look() {
    return state(led(), printed());
  }

  /** Nothing is known of its parts. */
  private String all() {
    return "all that \"" + settings.destroy().text() + "\" destroys";
  }

  private State state(String lineage, Map<String, JsonNode> printed) {
    if (printed.isEmpty()) {
      return new State("", 0, Map.of(), List.of());
    }
    var outputs = new LinkedHashMap<String, String>();
    printed.forEach((name, value) -> Outputs.put(outputs, name, value));
    var resource = new State.Resource(all(), "commands", false, Json.tree(printed));
    return new State(lineage, 0, outputs, List.of(resource));
  }

  private Map<String, JsonNode> printed() {
    Finished finished = command(settings.outputs()).run(LIMIT);
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "it cannot be seen whether the stack is there: infrastructure.commands.outputs, \""
              + settings.outputs().text()
              + "\", ended with exit code "
              + finished.exitCode()
              + Said.last(finished.errors(), settings.outputs(), local)
                  .map(line -> ": " + line)
                  .orElse(""),
          Safety.NOTHING_CHANGED,
          "mend it; where there is no stack it has to succeed, and to print {} or nothing");
    }
    return object(finished.output());
  }

  private static Map<String, JsonNode> object(String output) {
    var values = new LinkedHashMap<String, JsonNode>();
    try {
      JsonNode node = Json.tree(output.isBlank() ? "{}" : output);
      if (node.isObject()) {
        node.properties().forEach(each -> values.put(each.getKey(), each.getValue()));
        return values;
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
    State now = look();
    List<DestroyPlan.Doomed> doomed =
        now.empty()
            ? List.of()
            : List.of(new DestroyPlan.Doomed(all(), "commands", DestroyPlan.Fate.SAVED));
    return new DestroyPlan(
        now.lineage(),
        0,
        doomed,
        List.of(),
        List.of(),
        List.of(),
        ConstantOutputs.warnings(settings.outputs()),
        carriedOut());
  }

  /** The command as it will run, and the revision in whose checkout it does. */
  private String carriedOut() {
    return hash(settings.destroy().resolve(local), stack, revision);
  }

  private static String hash(Object... parts) {
    return Id.hash(Json.pretty(List.of(parts))).hex();
  }

  @Override
  public Command destroying(DestroyPlan plan, DestroyPermit permit) {
    permit.use(plan);
    if (!carriedOut().equals(plan.carriedOut())) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing is destroyed, since the command or its revision is not what was looked at",
          Safety.NOTHING_CHANGED,
          "rehome resume    looks again");
    }
    return command(settings.destroy());
  }

  @Override
  public ChangePlan planCreate() {
    return new ChangePlan(look().empty() ? List.of(all()) : List.of(), 0, List.of(), List.of());
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
    return "see why infrastructure.commands.outputs, \""
        + settings.outputs().text()
        + "\", prints nothing about the stack";
  }

  @Override
  public String reason(Finished finished) {
    return "exit code " + finished.exitCode();
  }

  @Override
  public Optional<byte[]> copyOfState() {
    Map<String, JsonNode> printed = printed();
    return printed.isEmpty() ? Optional.empty() : Optional.of(Json.pretty(printed));
  }

  @Override
  public State recall(byte[] copyOfState) {
    return state("", object(new String(copyOfState, StandardCharsets.UTF_8)));
  }

  @Override
  public void bringState(byte[] copy, Set<String> ended) {
    // the commands ask reality each time; there is no state to bring
  }

  @Override
  public boolean stateIsHere() {
    return false;
  }

  @Override
  public String place() {
    return "create: "
        + settings.create().text()
        + "; destroy: "
        + settings.destroy().text()
        + "; outputs: "
        + settings.outputs().text();
  }

  @Override
  public String inputs() {
    return hash(stack, revision, led(), given(settings.create()));
  }

  @Override
  public Optional<String> lineage() {
    return Optional.of(led());
  }

  /** Which stack is looked at and destroyed, whichever revision's programs do that. */
  private String led() {
    return hash(stack, given(settings.destroy()), given(settings.outputs()));
  }

  /** A command as it will run, and what is in the files that say where. */
  private List<List<String>> given(CommandText text) {
    List<String> arguments = text.resolve(local);
    return List.of(arguments, new GivenFiles(checkout).digests(text, arguments));
  }

  @Override
  public void forget() {}
}
