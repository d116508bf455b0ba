package dev.rehome.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object on one line, from maps, lists, texts, numbers and truths. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** An object of names and values in turn, which keeps their order. */
  public static Map<String, Object> object(Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  public static String line(Map<String, ?> object) {
    var out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator to, Object value) throws IOException {
    switch (value) {
      case String text -> to.writeString(text);
      case Long number -> to.writeNumber(number);
      case Integer number -> to.writeNumber(number);
      case Double number -> to.writeNumber(number);
      case Boolean truth -> to.writeBoolean(truth);
      case Iterable<?> values -> {
        to.writeStartArray();
        for (Object each : values) {
          write(to, each);
        }
        to.writeEndArray();
      }
      case Map<?, ?> fields -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          to.writeFieldName(String.valueOf(field.getKey()));
          write(to, field.getValue());
        }
        to.writeEndObject();
      }
      default -> to.writeString(value.toString());
    }
  }
}
