package dev.rehome.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A text of the stack file with references in it. Two dollar signs before a brace stand for one
 * that is no reference.
 */
public record Template(List<Piece> pieces) {
  /** A part of it. */
  public sealed interface Piece {
    /** Plain text. */
    record Plain(String text) implements Piece {}

    /** Something to be looked up. */
    record Lookup(Reference reference) implements Piece {}
  }

  public Template {
    pieces = List.copyOf(pieces);
  }

  public static Template plain(String text) {
    return new Template(List.of(new Piece.Plain(text)));
  }

  static Template parse(String text, Consumer<String> problem) {
    var pieces = new ArrayList<Piece>();
    var plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.startsWith("${", at) ? text.indexOf('}', at) : -1;
      if (text.startsWith("$${", at)) {
        plain.append("${");
        at += 3;
      } else if (end > 0) {
        String inside = text.substring(at + 2, end);
        pieces.add(new Piece.Plain(plain.toString()));
        plain.setLength(0);
        Reference.parse(inside)
            .ifPresentOrElse(
                reference -> pieces.add(new Piece.Lookup(reference)),
                () ->
                    problem.accept(
                        "${"
                            + inside
                            + "} is no reference; there are "
                            + Reference.forms()
                            + " ($${ for a plain ${)"));
        at = end + 1;
      } else {
        plain.append(text.charAt(at++));
      }
    }
    pieces.add(new Piece.Plain(plain.toString()));
    pieces.removeIf(piece -> piece instanceof Piece.Plain(String empty) && empty.isEmpty());
    return new Template(pieces);
  }

  public List<Reference> references() {
    return pieces.stream()
        .filter(Piece.Lookup.class::isInstance)
        .map(piece -> ((Piece.Lookup) piece).reference())
        .toList();
  }

  /** Whether it reads the same for the old and the new stack. */
  public boolean sameForAllStacks() {
    return references().stream().noneMatch(reference -> reference.source().ofStack());
  }

  /** The text with every reference replaced by its value. */
  public String resolve(References values) {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Piece.Plain(String text) -> text;
                  case Piece.Lookup(Reference reference) -> values.value(reference);
                })
        .collect(Collectors.joining());
  }

  /** As it stands in the file. */
  @Override
  public String toString() {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Piece.Plain(String text) -> text.replace("${", "$${");
                  case Piece.Lookup(Reference reference) -> reference.toString();
                })
        .collect(Collectors.joining());
  }
}
