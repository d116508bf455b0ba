package dev.rehome.distribution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Adds the Java runtime, which no build tool knows of, to a bill of materials (CycloneDX).
 * Arguments: the bill, the runtime's {@code release} file, and the file to write.
 */
final class BillOfMaterials {
  private BillOfMaterials() {}

  public static void main(String[] arguments) throws IOException {
    var json = new ObjectMapper();
    var bill = (ObjectNode) json.readTree(Path.of(arguments[0]).toFile());
    var release = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(arguments[1]))) {
      release.load(in);
    }
    String version = value(release, "JAVA_RUNTIME_VERSION");
    ObjectNode java =
        ((ArrayNode) bill.get("components"))
            .addObject()
            .put("type", "platform")
            .put("bom-ref", "pkg:generic/openjdk@" + version)
            .put("name", "OpenJDK")
            .put("version", version)
            .put("description", "the Java runtime, of " + value(release, "IMPLEMENTOR"))
            .put("purl", "pkg:generic/openjdk@" + version.replace("+", "%2B"));
    java.putArray("licenses")
        .addObject()
        .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    json.writerWithDefaultPrettyPrinter().writeValue(Path.of(arguments[2]).toFile(), bill);
  }

  private static String value(Properties release, String name) {
    return release.getProperty(name, "unknown").replace("\"", "");
  }
}
