package dev.rehome.localcloud.http;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param length of the body in bytes
 */
public record Response(int status, Map<String, String> headers, long length, Body body) {
  /** Writes the body. */
  @FunctionalInterface
  public interface Body {
    void to(OutputStream out) throws IOException;
  }

  public static Response json(GenericJson value) {
    return json(200, value);
  }

  public static Response json(int status, GenericJson value) {
    try {
      value.setFactory(GsonFactory.getDefaultInstance());
      byte[] bytes = value.toPrettyString().getBytes(StandardCharsets.UTF_8);
      return new Response(
          status,
          Map.of("Content-Type", "application/json; charset=UTF-8"),
          bytes.length,
          out -> out.write(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), 0, out -> {});
  }

  public Response with(String header, String value) {
    var all = new TreeMap<>(headers);
    all.put(header, value);
    return new Response(status, all, length, body);
  }

  public static Response of(Refusal refusal) {
    var one = new GenericJson();
    one.set("domain", "global");
    one.set("reason", refusal.reason());
    one.set("message", String.valueOf(refusal.getMessage()));
    var error = new GenericJson();
    error.set("code", refusal.status());
    error.set("message", String.valueOf(refusal.getMessage()));
    error.set("errors", java.util.List.of(one));
    var all = new GenericJson();
    all.set("error", error);
    return json(refusal.status(), all);
  }
}
