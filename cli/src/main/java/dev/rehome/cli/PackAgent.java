package dev.rehome.cli;

import dev.rehome.host.AgentBundle;

/** What makes the agent for hosts when Rehome is packed, since a Java of its own cannot. */
final class PackAgent {
  private PackAgent() {}

  public static void main(String[] arguments) {
    System.out.println(AgentBundle.make().file());
  }
}
