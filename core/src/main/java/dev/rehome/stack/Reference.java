package dev.rehome.stack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Something that a text of the stack file refers to, as in {@code ${output.address}}. */
public record Reference(Source source, String name) {
  /** Where the value comes from. */
  public enum Source {
    /** This program's environment. */
    ENV(':'),
    /** A file's content without the white space around it; relative to the stack file. */
    FILE(':'),
    /** A variable of the Terraform configuration, as the stack's side gets it. */
    TFVAR('.'),
    /** An output of the infrastructure. */
    OUTPUT('.'),
    /** An attribute in Terraform's state: {@code ADDRESS.ATTRIBUTE}. */
    STATE('.'),
    /** What the stack file says of a host: {@code NAME.address}. */
    HOST('.');

    private final char separator;

    Source(char separator) {
      this.separator = separator;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the value depends on which stack, the old or the new one, is meant. */
    boolean ofStack() {
      return this != ENV && this != FILE;
    }
  }

  static Optional<Reference> parse(String text) {
    for (Source source : Source.values()) {
      String start = source.word() + source.separator;
      if (text.startsWith(start) && text.length() > start.length()) {
        return Optional.of(new Reference(source, text.substring(start.length())));
      }
    }
    return Optional.empty();
  }

  static String forms() {
    return Arrays.stream(Source.values())
        .map(source -> "${" + source.word() + source.separator + "…}")
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "${" + source.word() + source.separator + name + "}";
  }
}
