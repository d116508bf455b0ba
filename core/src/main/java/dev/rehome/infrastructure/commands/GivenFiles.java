package dev.rehome.infrastructure.commands;

import dev.rehome.repository.format.Id;
import dev.rehome.stack.CommandText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that a command gets as arguments, such as those that say where the stack is to stand. */
final class GivenFiles {
  /** What is larger is no description of a place. */
  private static final long LARGEST = 1 << 20;

  private GivenFiles() {}

  /** SHA-256 of each; a shell line is not taken apart. */
  static List<String> digests(CommandText text, List<String> arguments, Path folder) {
    return text instanceof CommandText.Line
        ? List.of()
        : arguments.stream().flatMap(each -> digest(each, folder).stream()).toList();
  }

  private static Optional<String> digest(String argument, Path folder) {
    try {
      Path file = folder.resolve(argument);
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Optional.of(Id.hash(Files.readAllBytes(file)).hex())
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + argument, e);
    }
  }
}
