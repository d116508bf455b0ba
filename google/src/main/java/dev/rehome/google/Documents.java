package dev.rehome.google;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API's own documents, as text. */
final class Documents {
  private Documents() {}

  static String text(GenericJson value) {
    try {
      return GsonFactory.getDefaultInstance().toString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a document that is no JSON", e);
    }
  }

  static <T> T read(String text, Class<T> type) {
    try {
      return GsonFactory.getDefaultInstance().fromString(text, type);
    } catch (IOException e) {
      throw new UncheckedIOException("a document that cannot be read", e);
    }
  }
}
