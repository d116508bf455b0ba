package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Terraform says of itself, made fit to be shown. */
final class Diagnostics {
  private static final List<String> TOLD =
      List.of("apply_start", "apply_complete", "apply_errored", "change_summary");

  private Diagnostics() {}

  /** Errors as plain text on a few lines, without frames and colours. */
  static String plain(String errors) {
    List<String> lines =
        errors
            .replaceAll("\u001b\\[[0-9;]*m", "")
            .lines()
            .map(line -> line.replaceAll("^[│╷╵ ]+", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.stream().limit(8).collect(Collectors.joining("\n"));
  }

  /** What a line of {@code apply -json} tells; what provisioners print is not shown. */
  static Optional<String> tells(String line) {
    try {
      JsonNode node = Json.tree(line);
      return TOLD.contains(node.path("type").asText())
          ? Optional.of(node.path("@message").asText())
          : Optional.empty();
    } catch (Json.InvalidException e) {
      return Optional.empty();
    }
  }

  /** The summaries of the errors in the output of {@code apply -json}; details may hold secrets. */
  static String reason(String output) {
    List<String> summaries = new ArrayList<>();
    for (String line : output.split("\n")) {
      try {
        JsonNode diagnostic = Json.tree(line).path("diagnostic");
        if (diagnostic.path("severity").asText().equals("error")) {
          String address = diagnostic.path("address").asText();
          Optional<StateLock> lock =
              StateLock.in(
                  diagnostic.path("summary").asText() + "\n" + diagnostic.path("detail").asText());
          if (lock.isPresent()) {
            summaries.add(lock.get().text());
            continue;
          }
          summaries.add(
              diagnostic.path("summary").asText() + (address.isEmpty() ? "" : " at " + address));
        }
      } catch (Json.InvalidException e) {
        // a line of something else
      }
    }
    return summaries.isEmpty()
        ? "it gave no reason"
        : summaries.stream().distinct().collect(Collectors.joining("; "));
  }
}
