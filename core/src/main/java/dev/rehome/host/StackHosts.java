package dev.rehome.host;

import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Template;
import dev.rehome.stack.Values;

/** The hosts that the stack file names, of the old or the new stack. */
public record StackHosts(Stack stack, References references, Hosts hosts) {
  public Host at(String name) {
    return hosts.at(place(settings(name)));
  }

  /** The name or address that it answers at. */
  public String address(String name) {
    return address(settings(name));
  }

  /** What the stack file says of a host; that it names it was checked. */
  private HostSettings settings(String name) {
    return stack.hosts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Hosts.Place place(HostSettings settings) {
    return new Hosts.Place(
        settings.name(),
        address(settings),
        settings.user().map(this::resolve),
        settings.port(),
        settings.sudo(),
        settings.via().map(this::settings).map(this::place),
        settings.configuration().map(each -> stack.folder().resolve(resolve(each)).normalize()));
  }

  private String address(HostSettings settings) {
    String address = resolve(settings.address());
    if (address.isBlank() || address.startsWith("-")) {
      throw Values.unfit("hosts." + settings.name() + ": \"" + address + "\" is no address");
    }
    return address;
  }

  private String resolve(Template template) {
    return new Values(references).of(template);
  }
}
