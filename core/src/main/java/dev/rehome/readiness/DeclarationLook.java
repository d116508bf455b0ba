package dev.rehome.readiness;

import dev.rehome.infrastructure.Declared;
import dev.rehome.infrastructure.State;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the new stack will have all that the stack file refers to.
 *
 * @param fresh values of the new revision's configuration; of outputs and resources, the old ones
 * @param standing the stack that runs
 * @param declared what the new configuration has, if that can be known before it is built
 */
public record DeclarationLook(
    Stack stack, References fresh, State standing, Optional<Declared> declared) {
  public Findings look() {
    var known = new HashMap<Reference, Optional<String>>();
    Findings found = Findings.NONE;
    Set<String> values = new LinkedHashSet<>();
    for (Asked asked : asked().toList()) {
      Optional<String> why = known.computeIfAbsent(asked.reference(), this::missing);
      if (why.isPresent()) {
        found = found.and(Findings.problem(asked.where() + ": " + why.get()));
      } else if (built(asked.reference())) {
        values.add(asked.reference().toString());
      }
    }
    return values.isEmpty()
        ? found
        : found.and(Findings.later(sentence(String.join(", ", values))));
  }

  private record Asked(String where, Reference reference) {}

  private Stream<Asked> asked() {
    return new StackTexts(stack)
        .all()
        .filter(text -> text.use().ofNew())
        .flatMap(
            text ->
                text.template().references().stream()
                    .filter(each -> !text.use().ofOld() || differs(each))
                    .map(each -> new Asked(text.where(), each)));
  }

  /**
   * Whether the answer may be another one than that of the stack that runs, which was looked at.
   */
  private boolean differs(Reference reference) {
    return switch (reference.source()) {
      case ENV, FILE, HOST -> false;
      case TFVAR -> true;
      case OUTPUT, STATE ->
          declared.isPresent() || ReferenceLook.missing(reference, fresh).isEmpty();
    };
  }

  private static boolean built(Reference reference) {
    return reference.source() == Reference.Source.OUTPUT
        || reference.source() == Reference.Source.STATE;
  }

  private String sentence(String values) {
    return declared.isPresent()
        ? "the values of " + values
        : "whether infrastructure.commands.outputs tells " + values + " of it, too";
  }

  private Optional<String> missing(Reference reference) {
    return switch (reference.source()) {
      case ENV, FILE, TFVAR -> ReferenceLook.missing(reference, fresh);
      case OUTPUT -> output(reference);
      case STATE -> resource(reference);
      case HOST -> host(reference);
    };
  }

  /** Its address is looked at where that stands. */
  private Optional<String> host(Reference reference) {
    boolean there =
        stack.hosts().stream().anyMatch(each -> reference.name().equals(each.name() + ".address"));
    return there
        ? Optional.empty()
        : Optional.of(reference + ": no host has that; write NAME.address");
  }

  private Optional<String> output(Reference reference) {
    if (declared.isPresent()) {
      return declared.get().outputs().contains(reference.name())
          ? Optional.empty()
          : Optional.of(
              reference
                  + ": the new revision declares no such output; it declares "
                  + sorted(declared.get().outputs()));
    }
    return standing.outputs().containsKey(reference.name())
        ? Optional.empty()
        : Optional.of(
            reference
                + ": the stack that runs has no such output, and whether the new one will cannot be"
                + " known; it has "
                + sorted(standing.outputs().keySet())
                + " (a shell line finds what only the new one has in its environment, as"
                + " REHOME_OUTPUT_…)");
  }

  private Optional<String> resource(Reference reference) {
    if (declared.isEmpty()) {
      return Optional.of(reference + ": only Terraform has a state with resources");
    }
    Map<String, Set<String>> resources = declared.get().resources();
    Optional<String> address =
        resources.keySet().stream()
            .filter(each -> reference.name().startsWith(each + "."))
            .max(java.util.Comparator.comparingInt(String::length));
    if (address.isEmpty()) {
      return Optional.of(reference + ": the new revision declares no such resource");
    }
    String attribute =
        reference.name().substring(address.get().length() + 1).replaceFirst("[.\\[].*$", "");
    return resources.getOrDefault(address.get(), Set.of()).contains(attribute)
        ? Optional.empty()
        : Optional.of(reference + ": the new revision's " + address.get() + " has no " + attribute);
  }

  private static String sorted(Set<String> names) {
    return names.isEmpty() ? "none" : names.stream().sorted().collect(Collectors.joining(", "));
  }
}
