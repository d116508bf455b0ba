package dev.rehome.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A run's id, {@code r1}, {@code r2}, … for each stack. */
public record RunId(@JsonValue String text) {
  @JsonCreator
  public RunId {
    if (!text.matches("r[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("no id of a run: " + text);
    }
  }

  public static boolean fits(String text) {
    return text.matches("r[1-9]\\d{0,8}");
  }

  public int number() {
    return Integer.parseInt(text.substring(1));
  }

  @Override
  public String toString() {
    return text;
  }
}
