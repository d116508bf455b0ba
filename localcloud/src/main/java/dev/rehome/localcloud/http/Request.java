package dev.rehome.localcloud.http;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A request.
 *
 * @param path its segments, decoded: what was written as {@code %2F} is within one
 * @param base where the client found this server, such as {@code http://127.0.0.1:8080}
 */
public record Request(
    String verb,
    List<String> path,
    Map<String, List<String>> query,
    Headers headers,
    InputStream body,
    String base) {
  public static Request of(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
    return new Request(
        // Java's own client knows no PATCH.
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override"))
            .orElse(exchange.getRequestMethod()),
        Arrays.stream(path.substring(1).split("/", -1)).map(Request::segment).toList(),
        query(exchange.getRequestURI().getRawQuery()),
        exchange.getRequestHeaders(),
        body(exchange),
        "http://" + host);
  }

  /** Google's Java client packs what it sends. */
  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    return packed ? new GZIPInputStream(body) : body;
  }

  private static String segment(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String raw) {
    var all = new LinkedHashMap<String, List<String>>();
    for (String each : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = each.split("=", 2);
      if (!parts[0].isEmpty()) {
        all.computeIfAbsent(
                URLDecoder.decode(parts[0], StandardCharsets.UTF_8), name -> new ArrayList<>())
            .add(parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
      }
    }
    return all;
  }

  public Optional<String> asked(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getLast);
  }

  /** What may be asked for several times. */
  public List<String> all(String name) {
    return query.getOrDefault(name, List.of());
  }

  public Optional<Long> number(String name) {
    try {
      return asked(name).map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Invalid value for " + name + ": " + query.get(name));
    }
  }

  public String header(String name) {
    return Optional.ofNullable(headers.getFirst(name)).orElse("");
  }

  /** The body as the API's own type; a field that this has not is refused, as Google does. */
  public <T extends GenericJson> T json(Class<T> type) throws IOException {
    return json(body.readAllBytes(), type);
  }

  /** The same, of bytes that came with others. */
  public static <T extends GenericJson> T json(byte[] bytes, Class<T> type) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    try {
      T value = GsonFactory.getDefaultInstance().fromString(text.isEmpty() ? "{}" : text, type);
      if (!value.getUnknownKeys().isEmpty()) {
        throw Refusal.invalid(
            "Invalid JSON payload received. Unknown name \""
                + value.getUnknownKeys().keySet().iterator().next()
                + "\": Cannot find field.");
      }
      return value;
    } catch (IllegalArgumentException | MalformedJsonException | JsonParseException e) {
      throw Refusal.invalid("Parse Error: " + e.getMessage());
    }
  }
}
