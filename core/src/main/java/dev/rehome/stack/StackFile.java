package dev.rehome.stack;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a stack file (YAML 1.2) and reports all of its problems at once. */
public final class StackFile {
  private StackFile() {}

  public static Stack read(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    var problems = new Problems();
    Optional<Stack> stack =
        compose(text(absolute), problems)
            .flatMap(
                root -> {
                  new ShapeCheck(problems).check(root, StackFileShape.ROOT, "");
                  return problems.none()
                      ? Optional.of(new StackFileReading(absolute, problems).stack(root))
                      : Optional.empty();
                });
    if (!problems.none()) {
      throw unfit(file, problems.sorted());
    }
    return stack.orElseThrow();
  }

  private static Optional<Node> compose(String text, Problems problems) {
    try {
      var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(1, 1, "the file is empty");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      problems.add(line, column, "this is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(1, 1, "this is not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "there is no stack file " + file,
          Safety.NOTHING_CHANGED,
          "rehome init    writes one to start from",
          "or name it: --file FILE");
    } catch (IOException e) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "the stack file " + file + " cannot be read: " + e.getMessage(),
          Safety.NOTHING_CHANGED,
          "check its rights, and that it is UTF-8");
    }
  }

  private static FailureException unfit(Path file, List<Problem> problems) {
    var text =
        new StringBuilder(
            file + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems"));
    problems.forEach(problem -> text.append("\n").append(file).append(":").append(problem));
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        text.toString(),
        Safety.NOTHING_CHANGED,
        "mend the file; docs/guide/stack-file.md lists every key");
  }
}
