package dev.rehome.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import java.util.Comparator;
import java.util.List;

/** Values for references to one stack: its variables, outputs and resources as they are now. */
public final class StackReferences implements References {
  private final References local;
  private final Infrastructure infrastructure;
  private final State state;

  public StackReferences(References local, Infrastructure infrastructure, State state) {
    this.local = local;
    this.infrastructure = infrastructure;
    this.state = state;
  }

  @Override
  public String value(Reference reference) {
    return switch (reference.source()) {
      case ENV, FILE -> local.value(reference);
      case TFVAR -> infrastructure.variable(reference.name());
      case OUTPUT -> {
        String value = state.outputs().get(reference.name());
        if (value == null) {
          throw new UnresolvedException(
              reference,
              state.outputs().isEmpty()
                  ? "the stack has no outputs; a destroy that failed may have taken them, and"
                      + " terraform apply -refresh-only brings them back"
                  : "the stack has no such output; it has "
                      + String.join(", ", state.outputs().keySet().stream().sorted().toList()));
        }
        yield value;
      }
      case STATE -> attribute(reference);
      case HOST -> local.value(reference);
    };
  }

  /** {@code ADDRESS.ATTRIBUTE}, where the attribute is a path such as {@code ip[0].address}. */
  private String attribute(Reference reference) {
    String name = reference.name();
    List<State.Resource> named =
        state.resources().stream()
            .filter(resource -> name.startsWith(resource.address() + "."))
            .sorted(Comparator.comparingInt((State.Resource r) -> r.address().length()).reversed())
            .toList();
    if (named.isEmpty()) {
      throw new UnresolvedException(reference, "the stack has no such resource");
    }
    State.Resource resource = named.getFirst();
    String path = name.substring(resource.address().length() + 1);
    JsonNode node =
        resource.attributes().at("/" + path.replace("]", "").replace('[', '/').replace('.', '/'));
    if (!node.isValueNode() || node.isNull()) {
      throw new UnresolvedException(reference, "the resource has no such attribute");
    }
    return node.asText();
  }
}
