package dev.rehome.process;

/** A text that must not be seen: it shows only as stars. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
