package dev.rehome.stack;

import java.util.Arrays;
import java.util.List;

/** What may stand at one place of a stack file. */
sealed interface Shape {
  /** A text, in which references may stand. */
  record Text(String example) implements Shape {}

  /** One of these words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  /** A whole number. */
  record WholeNumber(long least, long most) implements Shape {}

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** A list of things of one shape. */
  record Sequence(Shape each) implements Shape {}

  /** Names chosen by the operator, each with a thing of one shape. */
  record Named(Shape each) implements Shape {}

  /** Fixed keys. */
  record Mapping(List<Key> keys) implements Shape {
    public Mapping {
      keys = List.copyOf(keys);
    }

    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /** A text that a shell runs, or a list of arguments that runs as it is. */
  record CommandLine() implements Shape {}

  /** One key of a mapping, and what it means to the operator. */
  record Key(String name, Shape shape, boolean required, String meaning) {}

  static Key required(String name, Shape shape, String meaning) {
    return new Key(name, shape, true, meaning);
  }

  static Key optional(String name, Shape shape, String meaning) {
    return new Key(name, shape, false, meaning);
  }

  static Mapping mapping(Key... keys) {
    return new Mapping(Arrays.asList(keys));
  }

  static Text text() {
    return new Text("");
  }
}
