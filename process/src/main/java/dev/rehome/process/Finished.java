package dev.rehome.process;

/** A command that has ended: its exit code and what it printed, as UTF-8. */
public record Finished(int exitCode, String output, String errors) {
  public boolean succeeded() {
    return exitCode == 0;
  }
}
