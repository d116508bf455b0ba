package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * A small stack whose database is on the local cloud, built and destroyed by a script of its own:
 * every new instance has another name, other passwords, and holds what provisioning made.
 */
final class CloudStack implements AutoCloseable {
  static final String NAME = "cloudy";

  private static final String SCRIPT =
      """
      #!/bin/sh
      # stack create|destroy|outputs, in the folder beside the repository
      set -eu
      cd "$(cat place)"
      url=$(cat url)/v1/projects/local
      api() { curl -sS --fail-with-body -X "$1" -H 'Content-Type: application/json' --data-binary @- "$url/$2"; }
      operation() {
        name=$(api "$@" | sed -n 's/^ *"name": "\\([0-9a-f-]\\{36\\}\\)".*/\\1/p')
        [ -n "$name" ] || return 1
        until answer=$(api GET "operations/$name" < /dev/null); echo "$answer" | grep -q '"status": "DONE"'; do sleep 0.1; done
        if echo "$answer" | grep -q '"error"'; then echo "$answer" >&2; return 1; fi
      }
      case $1 in
        create)
          instance=db-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \\n')
          for user in admin shop; do (umask 077; od -An -N9 -tx1 /dev/urandom | tr -d ' \\n' > $user-password); done
          echo "{\\"name\\": \\"$instance\\", \\"region\\": \\"eu\\", \\"databaseVersion\\": \\"POSTGRES_15\\",
            \\"rootPassword\\": \\"$(cat admin-password)\\", \\"settings\\": $(cat settings)}" | operation POST instances
          echo "{\\"name\\": \\"shop\\", \\"password\\": \\"$(cat shop-password)\\"}" | operation POST "instances/$instance/users"
          echo '{"name": "shop"}' | operation POST "instances/$instance/databases"
          api GET "instances/$instance" < /dev/null | sed -n 's/^ *"ipAddress": "\\(.*\\)".*/\\1/p' > address
          PGPASSWORD=$(cat admin-password) psql -q -h "$(cat address)" -U postgres -c 'GRANT shop TO postgres' postgres
          PGPASSWORD=$(cat shop-password) psql -q -h "$(cat address)" -U shop -c 'CREATE TABLE made_by_start_up ()' shop
          for replica in $(cat replicas); do
            echo "{\\"name\\": \\"$replica\\", \\"region\\": \\"eu\\", \\"masterInstanceName\\": \\"$instance\\"}" | operation POST instances
          done
          if [ -e settings-next ]; then mv settings-next settings; fi
          echo "$instance" > instance
          echo "create $instance" >> provisioned
          mkdir -p site
          ;;
        destroy)
          for replica in $(cat replicas); do operation DELETE "instances/$replica" < /dev/null || true; done
          operation DELETE "instances/$(cat instance)" < /dev/null
          echo "destroy $(cat instance)" >> provisioned
          rm -rf instance site
          ;;
        outputs)
          if [ -e instance ]; then echo "{\\"instance\\": \\"$(cat instance)\\"}"; else echo '{}'; fi
          ;;
      esac
      """;

  private static final String DATA =
      """
      DROP TABLE made_by_start_up;
      CREATE TABLE orders (id int PRIMARY KEY, note text);
      INSERT INTO orders SELECT n, 'granted to cloudsqlsuperuser by cloudsqladmin ' || n
        FROM generate_series(1, 2000) n;
      CREATE TABLE lines (id serial PRIMARY KEY, "order" int REFERENCES orders, what jsonb);
      INSERT INTO lines ("order", what) SELECT 1 + n % 2000, '{"a": null}' FROM generate_series(1, 500) n;
      """;

  private final Path folder;
  private LocalCloud cloud;

  private CloudStack(Path folder) throws IOException {
    this.folder = folder;
    this.cloud = LocalCloud.start(folder.resolve("cloud"), 0);
  }

  /** A running stack, with data; not backed up yet. */
  static CloudStack build() throws IOException {
    return build("{\"retainBackupsOnDelete\": true}", "");
  }

  /**
   * The same, on an instance with these settings.
   *
   * @param replicas names, separated by blanks
   */
  static CloudStack build(String settings, String replicas) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    var stack = new CloudStack(folder);
    stack.write("settings", settings);
    stack.write("replicas", replicas);
    stack.write("url", stack.cloud.address());
    Path app = Files.createDirectory(folder.resolve("app"));
    Files.writeString(app.resolve("stack"), SCRIPT);
    Files.setPosixFilePermissions(
        app.resolve("stack"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(app.resolve("place"), folder + "\n");
    Shell.run(
        app,
        """
        git init -q && git add -A
        git -c user.name=t -c user.email=t@example.org commit -qm first && git tag first
        git -c user.name=t -c user.email=t@example.org commit -qm second --allow-empty && git tag second
        ./stack create
        """);
    stack.psql(DATA);
    Files.writeString(folder.resolve("site/page"), "a page");
    stack.stackFile("");
    Repositories.make(folder.resolve("backups")).close();
    return stack;
  }

  /**
   * Writes the stack file.
   *
   * @param more of cloud-sql, each line indented by six blanks
   */
  void stackFile(String more) throws IOException {
    write(
        "rehome.yaml",
        """
        stack: cloudy
        revisions: { git: app, current: { run: [git, -C, app, rev-parse, first] } }
        infrastructure:
          commands: { create: [./stack, create], destroy: [./stack, destroy], outputs: [./stack, outputs] }
        databases:
          app:
            cloud-sql:
              project: local
              instance: "${output.instance}"
              sockets: cloud/cloudsql
              endpoint: "${file:url}"
        %s    name: shop
            user: shop
            password: "${file:shop-password}"
            admin-user: postgres
            admin-password: "${file:admin-password}"
        files: [ { root: %s, include: [site] } ]
        repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
        """
            .formatted(more, folder));
  }

  /**
   * Has Terraform plan the stack. Google's provider is not to be had without a network, so what the
   * real Terraform says of a resource of its own is told as Google's provider would tell it.
   */
  void plannedByTerraform(String version, int gib) throws IOException {
    Path app = folder.resolve("app");
    Files.writeString(
        app.resolve("main.tf"),
        """
        resource "terraform_data" "database" {
          input = { version = "%s", gib = %d }
        }
        output "instance" {
          value = "%s"
        }
        """
            .formatted(version, gib, instance()));
    write(
        "as-google",
        """
        #!/bin/sh
        terraform "$@" | sed -E 's/"input":\\{"gib":([0-9]+),"version":"([A-Z0-9_]+)"\\}/"database_version":"\\2","settings":[{"disk_size":\\1}]/g
          s/"type":"terraform_data"/"type":"google_sql_database_instance"/g'
        """);
    Shell.run(
        folder,
        """
        chmod 755 as-google; cd app
        [ -e terraform.tfstate ] || { terraform init && terraform apply -auto-approve; } > /dev/null
        git add main.tf .terraform.lock.hcl 2>/dev/null || git add main.tf
        git -c user.name=t -c user.email=t@example.org commit -qm planned
        git tag -f first && git tag -f second
        """);
    stackFile("");
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "  commands: .*",
                "  terraform: { directory: ., state: app, binary: ./as-google, resources: {"
                    + " terraform_data.database: saved } }"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  void settings(String settings) throws IOException {
    write("settings", settings);
  }

  /** What the instance after the next one is made with. */
  void settingsNext(String settings) throws IOException {
    write("settings-next", settings);
  }

  Path folder() {
    return folder;
  }

  LocalCloud cloud() {
    return cloud;
  }

  /** As its next process would find it. */
  void restartCloud() throws IOException {
    int port = cloud.port();
    cloud.close();
    cloud = LocalCloud.start(folder.resolve("cloud"), port);
  }

  String instance() throws IOException {
    return Files.readString(folder.resolve("instance")).strip();
  }

  /** What the script did. */
  List<String> provisioned() throws IOException {
    return Files.readAllLines(folder.resolve("provisioned"));
  }

  Command rehome(String command, String... arguments) {
    return Command.of(Rehome.LAUNCHER, command)
        .and(arguments)
        .and("--file", folder.resolve("rehome.yaml").toString())
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD));
  }

  Finished run(String command, String... arguments) {
    return rehome(command, arguments).run(Shop.LIMIT);
  }

  /** A command that finds buckets on the local cloud, too. */
  Finished inCloud(Command command) {
    return pointed(command).run(Shop.LIMIT);
  }

  private Command pointed(Command command) {
    return command
        .with("STORAGE_EMULATOR_HOST", cloud.address())
        .with("GOOGLE_CLOUD_PROJECT", "local");
  }

  Command rehomeInCloud(String command, String... arguments) {
    return pointed(rehome(command, arguments));
  }

  void bucket(String name) {
    ask(
        "POST",
        "/storage/v1/b?project=local",
        "{\"name\": \"" + name + "\", \"location\": \"eu\"}");
  }

  /** How many operations of a type came to a good end. */
  long operations(String type) throws IOException {
    try (java.util.stream.Stream<Path> all = Files.list(folder.resolve("cloud/sql/operations"))) {
      long count = 0;
      for (Path each : all.toList()) {
        String text = Files.readString(each);
        count += text.contains("\"" + type + "\"") && !text.contains("\"error\"") ? 1 : 0;
      }
      return count;
    }
  }

  Finished redeploy(String... arguments) {
    return rehome("run", "second", "--approve", NAME).and(arguments).run(Shop.LIMIT);
  }

  /** What psql prints, as the application's user by the instance's address. */
  String psql(String statements) throws IOException {
    Finished finished =
        Command.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1")
            .with("PGHOST", Files.readString(folder.resolve("address")).strip())
            .with("PGUSER", "shop")
            .with("PGDATABASE", "shop")
            .with("PGPASSWORD", new Secret(Files.readString(folder.resolve("shop-password"))))
            .run(
                statements.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Duration.ofMinutes(1));
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    return finished.output().strip();
  }

  /** Asks the local cloud itself for something. */
  void ask(String verb, String path, String body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(cloud.address() + path))
                  .method(verb, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void fault(String fault) {
    ask("POST", "/local/faults", fault);
  }

  /** How many calls of a method succeeded. */
  long calls(String method) throws IOException {
    return Files.readAllLines(cloud.log()).stream()
        .filter(line -> line.endsWith(" " + method + " 200"))
        .count();
  }

  /** Everything that was there is there. */
  void assertWhole() throws IOException {
    assertThat(psql("SELECT count(*), max(note) FROM orders"))
        .isEqualTo("2000|granted to cloudsqlsuperuser by cloudsqladmin 999");
    assertThat(psql("SELECT count(*) FROM lines")).isEqualTo("500");
    assertThat(folder.resolve("site/page")).hasContent("a page");
  }

  @Override
  public void close() {
    cloud.close();
    Shell.run(folder.resolveSibling("."), "rm -rf \"$1\"", folder.toString());
  }
}
