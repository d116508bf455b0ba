package dev.rehome.repository.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON field by field, so that each document says in one switch what it knows. Everything
 * unexpected is a {@link FormatException}.
 */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(64 << 20).maxNestingDepth(50).build())
          .build();

  private final JsonParser parser;

  JsonReader(byte[] json) throws FormatException {
    try {
      parser = FACTORY.createParser(json);
      parser.nextToken();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static FormatException broken(IOException e) {
    return new FormatException("it is not the JSON that it should be", e);
  }

  private JsonToken token() throws FormatException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new FormatException("it ends too early");
    }
    return token;
  }

  private static String word(JsonToken token) {
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "a list";
      case FIELD_NAME -> "a field";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "nothing";
    };
  }

  private void advance() throws FormatException {
    try {
      parser.nextToken();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void expect(JsonToken expected) throws FormatException {
    if (token() != expected) {
      throw new FormatException(
          "it has " + word(token()) + " where " + word(expected) + " should be");
    }
    advance();
  }

  void beginObject() throws FormatException {
    expect(JsonToken.START_OBJECT);
  }

  /** The next field's name, after which its value must be read; null at the object's end. */
  @Nullable String nextField() throws FormatException {
    try {
      if (token() == JsonToken.END_OBJECT) {
        advance();
        return null;
      }
      if (token() != JsonToken.FIELD_NAME) {
        throw new FormatException("it has " + word(token()) + " where a field should be");
      }
      String name = parser.currentName();
      advance();
      return name;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** False for a null in place of the array. */
  boolean beginArray() throws FormatException {
    if (token() == JsonToken.VALUE_NULL) {
      advance();
      return false;
    }
    expect(JsonToken.START_ARRAY);
    return true;
  }

  /** Whether another element follows, which must then be read. */
  boolean nextElement() throws FormatException {
    if (token() == JsonToken.END_ARRAY) {
      advance();
      return false;
    }
    return true;
  }

  /** A string; null counts as empty, as in Go. */
  String string() throws FormatException {
    if (token() != JsonToken.VALUE_STRING && token() != JsonToken.VALUE_NULL) {
      throw new FormatException("it has " + word(token()) + " where a text should be");
    }
    try {
      String text = token() == JsonToken.VALUE_NULL ? "" : parser.getText();
      advance();
      return text;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** An unsigned number of up to 64 bits. */
  long number() throws FormatException {
    if (token() != JsonToken.VALUE_NUMBER_INT) {
      throw new FormatException("it has " + word(token()) + " where a whole number should be");
    }
    try {
      long value =
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Long.parseUnsignedLong(parser.getText())
              : parser.getLongValue();
      advance();
      return value;
    } catch (IOException | NumberFormatException e) {
      throw new FormatException("it has a number that is too large", e);
    }
  }

  int integer() throws FormatException {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new FormatException("it has a number that is too large: " + value);
    }
    return (int) value;
  }

  boolean bool() throws FormatException {
    boolean value = token() == JsonToken.VALUE_TRUE;
    if (!value && token() != JsonToken.VALUE_FALSE) {
      throw new FormatException("it has " + word(token()) + " where true or false should be");
    }
    advance();
    return value;
  }

  byte[] base64() throws FormatException {
    try {
      return Base64.getDecoder().decode(string());
    } catch (IllegalArgumentException e) {
      throw new FormatException("it has a text that is not base64", e);
    }
  }

  Id id() throws FormatException {
    return Id.parse(string());
  }

  List<String> strings() throws FormatException {
    var values = new ArrayList<String>();
    if (beginArray()) {
      while (nextElement()) {
        values.add(string());
      }
    }
    return values;
  }

  /** The value's JSON, without spaces. */
  String raw() throws FormatException {
    var out = new StringWriter();
    try (var generator = FACTORY.createGenerator(out)) {
      generator.copyCurrentStructure(parser);
    } catch (IOException e) {
      throw broken(e);
    }
    advance();
    return out.toString();
  }

  void skip() throws FormatException {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw broken(e);
    }
    advance();
  }
}
