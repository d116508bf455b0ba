package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.ExportContext;
import com.google.api.services.sqladmin.model.ImportContext;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.storage.ServiceAccess;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Dumps that an instance writes into a bucket and reads from it, as its service account. */
record Transfers(ServiceAccess buckets) {
  private static final Pattern URI = Pattern.compile("gs://([^/]+)/(.+)");
  private static final Duration A_DAY = Duration.ofDays(1);

  /** An object's name. */
  private record Place(String bucket, String name) {
    static Place of(String uri) {
      Matcher matcher = URI.matcher(Objects.requireNonNullElse(uri, ""));
      if (!matcher.matches()) {
        throw Refusal.invalid("Invalid URI: " + uri);
      }
      return new Place(matcher.group(1), matcher.group(2));
    }

    boolean isPacked() {
      return name.endsWith(".gz");
    }
  }

  void write(DatabaseInstance instance, InstanceServer server, ExportContext wanted)
      throws IOException {
    Place place = Place.of(wanted.getUri());
    String account = instance.getServiceAccountEmailAddress();
    if (wanted.getDatabases() == null || wanted.getDatabases().size() != 1) {
      throw Refusal.invalid("Exactly one database can be exported.");
    }
    Path file = buckets.incoming(account, place.bucket());
    try {
      Command dump =
          server
              .program("pg_dump")
              .and("--format=plain", "--no-owner", "--no-privileges")
              .and("--dbname=" + wanted.getDatabases().getFirst());
      shell(dump, "\"$@\" " + (place.isPacked() ? "| gzip " : "") + "> \"$file\"", file);
      buckets.put(account, place.bucket(), place.name(), file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Runs a command in a line of the shell, which knows the file. */
  private static void shell(Command command, String line, Path file) throws IOException {
    String[] arguments = command.arguments().toArray(String[]::new);
    var run =
        new Command(
            Command.of("bash", "-c", "set -o pipefail; file=$1; shift; " + line, "bash")
                .and(file.toString())
                .and(arguments)
                .arguments(),
            command.environment(),
            command.secrets(),
            command.folder());
    Finished finished = run.run(A_DAY);
    if (!finished.succeeded()) {
      throw new IOException(finished.errors().strip());
    }
  }

  void read(DatabaseInstance instance, InstanceServer server, ImportContext wanted)
      throws IOException {
    Place place = Place.of(wanted.getUri());
    Path content =
        buckets.content(instance.getServiceAccountEmailAddress(), place.bucket(), place.name());
    String user = Objects.requireNonNullElse(wanted.getImportUser(), "cloudsqlsuperuser");
    Path plain = Files.createTempFile("import-", ".sql");
    try (InputStream in = Files.newInputStream(content);
        InputStream unpacked = place.isPacked() ? new GZIPInputStream(in) : in) {
      Files.write(plain, unpacked.readAllBytes());
      shell(
          server
              .program("psql")
              .and("-Xq", "-v", "ON_ERROR_STOP=1", "-d", wanted.getDatabase())
              .and("-c", "SET ROLE \"" + user.replace("\"", "\"\"") + "\"", "-f", "-"),
          "\"$@\" < \"$file\"",
          plain);
    } finally {
      Files.deleteIfExists(plain);
    }
  }
}
