package dev.rehome.infrastructure.terraform;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.repository.format.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what a revision's configuration builds and that is not in the revision itself.
 *
 * @param place where the state is
 * @param values variables that the stack file gives
 * @param varFiles in their order, since the last one wins
 * @param environment of this program: it gives variables, too
 */
record Inputs(
    String revision,
    String binary,
    String directory,
    String place,
    Map<String, String> values,
    List<VarFile> varFiles,
    Map<String, String> environment) {
  /** A variable file, as the stack file names it, and where that is. */
  record VarFile(String name, Path file) {}

  /** SHA-256 of all of them. */
  String digest() {
    List<List<String>> files =
        varFiles.stream().map(each -> List.of(each.name(), content(each.file()))).toList();
    var variables = new TreeMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("TF_VAR_")) {
            variables.put(name, value);
          }
        });
    return Id.hash(
            Json.pretty(
                List.of(
                    revision, binary, directory, place, new TreeMap<>(values), files, variables)))
        .hex();
  }

  private static String content(Path file) {
    if (!Files.exists(file)) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "there is no variable file " + file,
          Safety.NOTHING_CHANGED,
          "check infrastructure.terraform.var-files");
    }
    try {
      return Id.hash(Files.readAllBytes(file)).hex();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the variable file " + file, e);
    }
  }
}
