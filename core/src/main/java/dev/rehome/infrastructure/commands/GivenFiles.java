package dev.rehome.infrastructure.commands;

import dev.rehome.repository.format.Id;
import dev.rehome.stack.CommandText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that a command gets as arguments, or that a word of a shell line names: they may say where
 * the stack is to stand. Programs, and the revision's own files, say how, and may be mended at any
 * time.
 *
 * @param checkout of the revision; commands run there
 */
record GivenFiles(Path checkout) {
  /** What is larger is no description of a place. */
  private static final long LARGEST = 1 << 20;

  /** What parts the words of a shell line. */
  private static final Pattern BETWEEN = Pattern.compile("[\\s'\"=:,;&|<>()`$]+");

  /** What runs the file that the next word names. */
  private static final Pattern INTERPRETER =
      Pattern.compile("(.*/)?((ba|da|k|z)?sh|python[0-9.]*|perl|ruby|node)");

  /** SHA-256 of each. */
  List<String> digests(CommandText text, List<String> arguments) {
    var digests = new ArrayList<String>();
    String before = "";
    for (String word : words(text, arguments)) {
      if (!INTERPRETER.matcher(before).matches()) {
        digest(word).ifPresent(digests::add);
      }
      before = word;
    }
    return digests;
  }

  private static List<String> words(CommandText text, List<String> arguments) {
    return text instanceof CommandText.Line
        ? arguments.stream().flatMap(BETWEEN::splitAsStream).toList()
        : arguments;
  }

  private Optional<String> digest(String word) {
    try {
      Path file = checkout.resolve(word).normalize();
      boolean tellsHow = file.startsWith(checkout.normalize()) || Files.isExecutable(file);
      return !tellsHow && Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Optional.of(Id.hash(Files.readAllBytes(file)).hex())
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + word, e);
    }
  }
}
