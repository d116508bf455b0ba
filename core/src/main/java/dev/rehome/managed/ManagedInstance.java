package dev.rehome.managed;

/**
 * Which server this is. Names are used again, so the time at which it was made belongs to it.
 *
 * @param created as the provider writes it
 */
public record ManagedInstance(String project, String name, String created) {
  /** As an operator would name it. */
  @Override
  public String toString() {
    return project + ":" + name;
  }
}
