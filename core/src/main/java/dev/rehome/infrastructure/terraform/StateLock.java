package dev.rehome.infrastructure.terraform;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who holds the lock of a state, as Terraform and OpenTofu tell whoever could not take it. */
record StateLock(String id, String who, String since, String operation) {
  private static final String SUMMARY = "Error acquiring the state lock";

  static Optional<StateLock> in(String text) {
    return text.contains(SUMMARY)
        ? Optional.of(
            new StateLock(
                field("ID", text), field("Who", text), field("Created", text), operation(text)))
        : Optional.empty();
  }

  private static String operation(String text) {
    return field("Operation", text).replace("OperationType", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String field(String name, String text) {
    Matcher matcher = Pattern.compile("(?m)^[│╷╵ ]*" + name + ":[ ]*(.*?)[ ]*$").matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** What happened. */
  String text() {
    return "the state is locked"
        + (who.isEmpty() ? "" : " by " + who)
        + (operation.isEmpty() ? "" : " (" + operation + ")")
        + (since.isEmpty() ? "" : " since " + since.replaceFirst("\\.\\d+", ""));
  }

  /**
   * What to do if whoever holds it is gone.
   *
   * @param local whether the state is a file of a machine: its lock ends with the process
   */
  Optional<String> unlocking(String binary, String workspace, boolean local) {
    if (id.isEmpty() || local) {
      return Optional.empty();
    }
    return Optional.of(
        (workspace.equals("default") ? "" : "TF_WORKSPACE=" + workspace + " ")
            + binary
            + " force-unlock "
            + id
            + "    in the configuration's folder, if nothing works there any more");
  }
}
