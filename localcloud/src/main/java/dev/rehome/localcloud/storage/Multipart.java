package dev.rehome.localcloud.storage;

import dev.rehome.localcloud.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of two parts, the object's JSON and its content. Google's clients end lines by CR LF or by
 * LF alone, and quote the boundary or not.
 *
 * @param contentType of the content, if its part names one
 */
record Multipart(byte[] json, Optional<String> contentType) {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|'([^']+)'|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final int MOST_JSON = 1 << 20;

  /** Reads all of it; the content goes into the file. */
  static Multipart read(String type, InputStream body, Path content) throws IOException {
    Matcher found = BOUNDARY.matcher(type);
    if (!found.find()) {
      throw Refusal.invalid("Missing end boundary in multipart body.");
    }
    String boundary =
        "--"
            + (found.group(1) != null
                ? found.group(1)
                : found.group(2) != null ? found.group(2) : found.group(3));
    String line = line(body);
    while (!line.strip().equals(boundary)) {
      line = line(body);
    }
    headers(body);
    var json = new StringBuilder();
    for (line = line(body); !line.strip().equals(boundary); line = line(body)) {
      json.append(line);
      if (json.length() > MOST_JSON) {
        throw Refusal.invalid("Metadata part is too large.");
      }
    }
    Optional<String> contentType =
        headers(body)
            .lines()
            .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("content-type:"))
            .map(each -> each.substring("content-type:".length()).strip())
            .findFirst();
    try (OutputStream out = Files.newOutputStream(content)) {
      body.transferTo(out);
    }
    cutOff(content, boundary + "--");
    return new Multipart(json.toString().getBytes(StandardCharsets.ISO_8859_1), contentType);
  }

  private static String headers(InputStream body) throws IOException {
    var all = new StringBuilder();
    for (String line = line(body); !line.isBlank(); line = line(body)) {
      all.append(line);
    }
    return all.toString();
  }

  /** A line with its end; bytes as characters. */
  private static String line(InputStream body) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = body.read();
    while (next >= 0 && next != '\n' && line.size() < MOST_JSON) {
      line.write(next);
      next = body.read();
    }
    if (next < 0) {
      throw Refusal.invalid("Missing end boundary in multipart body.");
    }
    line.write(next);
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** The last boundary, the line end before it, and what follows are not the content's. */
  private static void cutOff(Path content, String end) throws IOException {
    try (FileChannel file =
        FileChannel.open(content, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int most = (int) Math.min(file.size(), end.length() + 1024L);
      var tail = java.nio.ByteBuffer.allocate(most);
      file.read(tail, file.size() - most);
      String text = new String(tail.array(), StandardCharsets.ISO_8859_1);
      int at = text.lastIndexOf(end);
      if (at < 1) {
        throw Refusal.invalid("Missing end boundary in multipart body.");
      }
      int before = text.startsWith("\r\n", at - 2) ? at - 2 : at - 1;
      file.truncate(file.size() - most + before);
    }
  }
}
