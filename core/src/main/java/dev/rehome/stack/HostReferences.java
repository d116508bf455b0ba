package dev.rehome.stack;

import dev.rehome.stack.Stack.HostSettings;

/** Values for references, of which some lead to what the stack file says of hosts. */
public record HostReferences(Stack stack, References others) implements References {
  private static final String ADDRESS = ".address";

  @Override
  public String value(Reference reference) {
    if (reference.source() != Reference.Source.HOST) {
      return others.value(reference);
    }
    String name = reference.name();
    HostSettings host =
        stack.hosts().stream()
            .filter(each -> name.equals(each.name() + ADDRESS))
            .findFirst()
            .orElseThrow(
                () -> new UnresolvedException(reference, "no host has that; write NAME.address"));
    return host.address().resolve(others);
  }
}
