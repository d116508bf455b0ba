package dev.rehome.acceptance;

import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stack in two environments, production and staging, of one repository: each a PostgreSQL server,
 * a folder of files and a service whose users write all the time. It is built by Terraform or by
 * commands.
 */
final class LiveStack implements AutoCloseable {
  static final String PRODUCTION = "production";
  static final String STAGING = "staging";
  private static final Duration SHORT = Duration.ofMinutes(1);

  private final Path folder;
  private final boolean terraform;

  private LiveStack(Path folder, boolean terraform) {
    this.folder = folder;
    this.terraform = terraform;
  }

  static LiveStack build(boolean terraform) throws IOException {
    var stack =
        new LiveStack(Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-"), terraform);
    Installation postgres =
        Installation.all().stream().filter(Installation::hasServer).toList().getLast();
    Shell.run(
        stack.folder,
        """
        chmod 755 .
        mkdir faults homes app
        touch written provisioned
        cp -r "$1"/first/. app
        cd app
        git init -q -b main
        git add -A
        git -c user.name=t -c user.email=t@example.org commit -qm first
        git tag first
        cp -r "$1"/second/. .
        git add -A
        git -c user.name=t -c user.email=t@example.org commit -qm second
        git tag second
        git worktree add -q --detach ../live first
        """,
        System.getProperty("rehome.root", "..") + "/acceptance/src/test/resources/live");
    Repositories.make(stack.folder.resolve("backups")).close();
    for (String environment : List.of(PRODUCTION, STAGING)) {
      stack.build(environment, postgres);
    }
    return stack;
  }

  private void build(String environment, Installation postgres) throws IOException {
    int port = freePort();
    Files.writeString(
        folder.resolve(environment + ".tfvars"),
        """
        home = "%1$s/homes/%2$s"
        name = "%2$s"
        port = "%3$d"
        postgres = "%4$s"
        """
            .formatted(folder, environment, port, postgres.programs()));
    Files.writeString(
        folder.resolve(environment + ".place"),
        """
        LIVE_HOME=%1$s/homes/%2$s
        LIVE_NAME=%2$s
        LIVE_PORT=%3$d
        LIVE_POSTGRES=%4$s
        """
            .formatted(folder, environment, port, postgres.programs()));
    Files.writeString(stackFile(environment), stackFileOf(environment));
    Shell.run(
        folder.resolve("live/deploy"),
        terraform
            ? """
            export CHECKPOINT_DISABLE=1
            [ -e .terraform ] || terraform init -input=false > /dev/null
            terraform workspace new "$1" > /dev/null
            terraform apply -input=false -auto-approve "-var-file=../../$1.tfvars" -var=revision=$(git rev-parse HEAD)
            """
            : "REHOME_REVISION=$(git rev-parse HEAD) ./stack create ../../\"$1\".place",
        environment);
    admin(
        environment,
        """
        SET ROLE app;
        CREATE TABLE orders (id serial PRIMARY KEY, item text NOT NULL);
        INSERT INTO orders (item) SELECT 'order ' || n FROM generate_series(1, 500) n;
        """);
    Shell.run(
        folder,
        "for i in $(seq 20); do echo \"file $i\" > \"homes/$1/uploads/$i\"; done",
        environment);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path stackFile(String environment) {
    return folder.resolve(environment.equals(PRODUCTION) ? "rehome.yaml" : environment + ".yaml");
  }

  private String stackFileOf(String environment) {
    String infrastructure =
        terraform
            ? """
            infrastructure:
              terraform:
                directory: deploy
                state: live/deploy
                workspace: ENVIRONMENT
                revision-variable: revision
                var-files: [ENVIRONMENT.tfvars]
                resources:
                  terraform_data.database: saved
                  terraform_data.uploads: saved
                  terraform_data.service: disposable
            """
            : """
            infrastructure:
              commands:
                create: [deploy/stack, create, FOLDER/ENVIRONMENT.place]
                destroy: [deploy/stack, destroy, FOLDER/ENVIRONMENT.place]
                outputs: [deploy/stack, outputs, FOLDER/ENVIRONMENT.place]
            """;
    String rest =
        """
        databases:
          app:
            host: 127.0.0.1
            port: "${output.port}"
            name: app
            user: app
            password: "${file:homes/ENVIRONMENT/database/app-password}"
            admin-user: postgres
            admin-password: "${file:homes/ENVIRONMENT/database/admin-password}"
        files: [ { root: "${output.home}", include: [uploads] } ]
        quiesce: [ { run: ["${output.home}/service/service", stop] } ]
        open: [ { run: ["${output.home}/service/service", start] } ]
        migrate: [ { run: ["${output.home}/service/service", migrate] } ]
        health: [ { run: ["${output.home}/service/service", health], within: 10s } ]
        repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
        """;
    return ("stack: live\n"
            + "revisions: { git: app, current: { run: [cat, homes/ENVIRONMENT/service/revision] }"
            + " }\n"
            + infrastructure
            + rest)
        .replace("ENVIRONMENT", environment)
        .replace("FOLDER", folder.toString());
  }

  Path folder() {
    return folder;
  }

  boolean byTerraform() {
    return terraform;
  }

  /** Types a line as an operator does, in the stack's folder, such as one under NEXT. */
  Running typed(String line) {
    String launcher = Path.of(Rehome.LAUNCHER).toAbsolutePath().normalize().toString();
    return Command.of("bash", "-c", "rehome() { exec '" + launcher + "' \"$@\"; }\n" + line)
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
        .in(folder)
        .start();
  }

  /** Types a line, and waits for its end. */
  Finished type(String line) {
    try (Running running = typed(line)) {
      return running.finish(new byte[0], Shop.LIMIT);
    }
  }

  /**
   * Something of production goes wrong once.
   *
   * @param place PART-ACTION.before or .after, or migrate
   * @param kind fail or slow
   */
  void fault(String place, String kind) throws IOException {
    Files.writeString(folder.resolve("faults/" + PRODUCTION + "-" + place), kind);
  }

  /** What psql prints, as the server's superuser; throws if there is no such server. */
  String admin(String environment, String statements) throws IOException {
    Finished finished = psql(environment, "postgres", "admin-password", statements);
    if (!finished.succeeded()) {
      throw new IOException(finished.errors());
    }
    return finished.output().strip();
  }

  /** Whether a user gets through to the database. */
  boolean reachable(String environment) throws IOException {
    return psql(environment, "app", "app-password", "SELECT 1").succeeded();
  }

  private Finished psql(String environment, String user, String password, String statements)
      throws IOException {
    Path home = folder.resolve("homes").resolve(environment);
    String port =
        Files.readAllLines(folder.resolve(environment + ".place")).stream()
            .filter(line -> line.startsWith("LIVE_PORT="))
            .map(line -> line.substring("LIVE_PORT=".length()))
            .findFirst()
            .orElseThrow();
    return Command.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port)
        .and("-U", user, "-c", statements, "app")
        .with("PGPASSWORD", new Secret(Files.readString(home.resolve("database/" + password))))
        .run(SHORT);
  }

  /** Has an environment's service do something; nothing if there is none. */
  void service(String environment, String action) {
    Shell.run(
        folder,
        "service=homes/$1/service/service; if [ -x $service ]; then $service \"$2\" || true; fi",
        environment,
        action);
  }

  /** Whether an environment's service runs. */
  boolean serves(String environment) {
    return Shell.run(
            folder,
            "pid=homes/$1/service/pid; if [ -s $pid ] && kill -0 $(cat $pid) 2> /dev/null; then"
                + " echo yes; fi",
            environment)
        .contains("yes");
  }

  /** A superuser writes past every fence; it is certainly written when this returns. */
  void writesAsSuperuser(String environment) throws IOException {
    String item = "super-" + environment + "-" + nanos();
    admin(environment, "INSERT INTO orders (item) VALUES ('" + item + "')");
    written(environment + " row " + item);
  }

  /** Somebody puts a file beside the others. */
  void writesAFile(String environment) throws IOException {
    String item = "super-" + environment + "-" + nanos();
    Files.writeString(folder.resolve("homes/" + environment + "/uploads/" + item), item);
    written(environment + " file " + item);
  }

  private void written(String what) throws IOException {
    Files.writeString(folder.resolve("written"), what + "\n", StandardOpenOption.APPEND);
  }

  private static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Whether something that an earlier command of Rehome started is still at work. */
  boolean atWork() {
    return Shell.run(folder, JOBS + "jobs").contains("job");
  }

  /** Kills one thing that Rehome started, and what that started, if there is any. */
  void killsAJob() {
    Shell.run(
        folder,
        JOBS
            + "jobs | sort -R | tail -n 1 | while read -r job process; do kill -KILL -- -$process"
            + " || true; done");
  }

  /** Leaders of sessions that are a job's, other than services and servers, which stay. */
  private static final String JOBS =
      """
      jobs() {
        for process in $(pgrep -f "$PWD" || true); do
          line=$(tr '\\0' ' ' < /proc/$process/cmdline 2> /dev/null || true)
          case $line in *'/service users '* | *bin/postgres* | '') continue ;; esac
          tr '\\0' '\\n' < /proc/$process/environ 2> /dev/null | grep -q '^REHOME_JOB=' || continue
          [ "$(ps -o sid= -p $process | tr -d ' ')" = $process ] && echo "job $process"
        done
        true
      }
      """;

  /** All rows and names of files of all backups, as restic and pg_restore find them. */
  String backups() {
    return Shell.run(
        folder,
        """
        export RESTIC_REPOSITORY="$PWD/backups" RESTIC_PASSWORD="$1" RESTIC_CACHE_DIR="$PWD/restic-cache"
        for each in $(restic snapshots --json --tag rehome | grep -o '"short_id":"[0-9a-f]*"' | cut -d'"' -f4); do
          rm -rf look
          restic restore "$each" --target look > /dev/null 2>&1 || true
          find look -path '*uploads*' -type f -printf '%f\\n'
          if [ -d look/database/app ]; then pg_restore --data-only -f - look/database/app; fi
        done
        """,
        Repositories.PASSWORD);
  }

  @Override
  public void close() {
    Shell.run(
        folder,
        """
        for environment in production staging; do
          kill -- "-$(cat homes/$environment/service/pid 2> /dev/null)" 2> /dev/null || true
          kill -QUIT "$(head -n1 homes/$environment/database/data/postmaster.pid 2> /dev/null)" 2> /dev/null || true
        done
        pkill -KILL -f "$PWD" || true
        cd /
        rm -rf "$OLDPWD" || { sleep 1; rm -rf "$OLDPWD"; }
        """);
  }
}
