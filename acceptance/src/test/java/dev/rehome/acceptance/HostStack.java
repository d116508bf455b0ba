package dev.rehome.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A stack whose only machine is an OpenSSH server in a network namespace, with other users' numbers
 * and another host key each time it is built. A machine that cannot make namespaces fails the test.
 */
final class HostStack implements AutoCloseable {
  static final String NAME = "hosted";

  /** So that stacks beside each other get networks of their own. */
  private static final AtomicInteger NUMBER =
      new AtomicInteger((int) (ProcessHandle.current().pid() % 200));

  private final Path folder;

  private HostStack(Path folder) {
    this.folder = folder;
  }

  /** A number whose networks nobody on this machine has, not even a test that was killed. */
  private static int freeNumber() throws IOException {
    Path networks = Path.of("/run/netns");
    for (int i = 0; Files.isDirectory(networks) && i < 200; i++) {
      int number = 1 + NUMBER.getAndIncrement() % 200;
      try (Stream<Path> all = Files.list(networks)) {
        if (all.noneMatch(each -> each.getFileName().toString().startsWith("rh" + number + "x"))) {
          return number;
        }
      }
    }
    return 1 + NUMBER.getAndIncrement() % 200;
  }

  /** A running stack, with data; its host's key is known to the operator. */
  static HostStack build() throws IOException {
    return build(false);
  }

  /**
   * The same.
   *
   * @param traced whether every program that this first machine starts is written down; what Rehome
   *     starts, and that is all that it builds, is traced from outside
   */
  static HostStack build(boolean traced) throws IOException {
    return build(traced, false);
  }

  /** The same with images, and a registry that wants a password. */
  static HostStack withImages() throws IOException {
    return build(true, true);
  }

  private static HostStack build(boolean traced, boolean images) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    var stack = new HostStack(folder);
    try (InputStream script =
        Objects.requireNonNull(HostStack.class.getResourceAsStream("/hosts/stack"))) {
      Files.createDirectory(folder.resolve("app"));
      Files.copy(script, folder.resolve("app/stack"));
    }
    Files.writeString(folder.resolve("web.py"), WEB);
    if (traced) {
      Files.createFile(folder.resolve("traced"));
    }
    if (images) {
      stack.registry();
    }
    Files.writeString(folder.resolve("id"), "" + freeNumber());
    Shell.run(
        folder,
        """
        chmod 755 . app/stack
        echo "the first one" > signing-key
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=shop.example \
          -addext subjectAltName=DNS:shop.example -keyout web-key.pem -out web-certificate.pem 2> /dev/null
        "$1/bin/keytool" -importcert -noprompt -alias web -file web-certificate.pem -keystore trusted.p12 -storepass unimportant 2> /dev/null
        ssh-keygen -q -t ed25519 -N '' -f login
        echo "$PWD" > app/place
        echo 'CREATE TABLE shipping (id int PRIMARY KEY); INSERT INTO shipping SELECT id FROM orders' > app/migrate.sql
        cd app
        git init -q && git add -A
        git -c user.name=t -c user.email=t@example.org commit -qm first && git tag first
        git -c user.name=t -c user.email=t@example.org commit -qm second --allow-empty && git tag second
        git checkout -q first
        ./stack create
        cd ..
        echo "$(cat address) $(cut -d' ' -f1,2 $(cat home)/host-key.pub)" > known-hosts
        printf '%s\\n' "IdentityFile $PWD/login" 'IdentitiesOnly yes' "UserKnownHostsFile $PWD/known-hosts" > ssh-config
        """,
        System.getProperty("java.home"));
    Shell.run(
        folder,
        """
        cd "$(cat home)/srv/data"
        mkdir -p orders 'odd "name"'
        for i in $(seq 40); do echo "order $i" > "orders/$i"; done
        head -c 3000000 /dev/urandom > large
        ln -s orders/1 first && ln large again
        rm made-by-start-up
        touch left.tmp; touch -d @1700000000 orders/9
        chown -Rh 3001:3001 .
        chown root orders/7 && chmod 640 orders/8
        """);
    Files.deleteIfExists(folder.resolve("traced"));
    stack.psql(
        """
        DROP TABLE made_by_start_up;
        CREATE TABLE orders (id int PRIMARY KEY, note text);
        INSERT INTO orders SELECT n, 'order ' || n FROM generate_series(1, 2000) n;
        """);
    stack.stackFile(STACK_FILE);
    Repositories.make(folder.resolve("backups")).close();
    return stack;
  }

  /** The tracer goes on with what outlives the command, so it gets none of its output. */
  private static final String TRACED =
      "exec strace -D -f -qq -e trace=execve -s 100000 -o \"$0\" \"$@\" >" + " \"$0.output\" 2>&1";

  /** Serves by TLS, and answers 204 to whoever asks for its name, in the handshake and after. */
  private static final String WEB =
      """
      import http.server, ssl, sys
      class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
          asked = self.headers["Host"] == "shop.example:8443" and self.connection.asked == "shop.example"
          self.send_response(204 if asked else 421)
          self.end_headers()
      server = http.server.HTTPServer(("0.0.0.0", 8443), Site)
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(sys.argv[1] + "/../web-certificate.pem", sys.argv[1] + "/../web-key.pem")
      context.sni_callback = lambda socket, name, context: setattr(socket, "asked", name)
      server.socket = context.wrap_socket(server.socket, server_side=True)
      server.serve_forever()
      """;

  static final String STACK_FILE =
      """
      stack: hosted
      revisions: { git: app, current: { host: api, run: [cat, "${output.home}/revision"] } }
      infrastructure:
        commands: { create: [./stack, create], destroy: [./stack, destroy], outputs: [./stack, outputs] }
      hosts:
        api:
          address: "${output.address}"
          user: ubuntu
          sudo: true
          config: ssh-config
          ready: { file: "${output.home}/ready", within: 2m }
      databases:
        app:
          reach-from: api
          host: 127.0.0.1
          name: shop
          user: shop
          password: "${output.password}"
          admin-user: postgres
          admin-password: "${output.admin_password}"
      files: [ { host: api, root: "${output.home}/srv", include: [data], exclude: ["*.tmp"] } ]
      keep-secrets: [SIGNING_KEY]
      health:
        - { get: "https://shop.example:8443/", at: "${host.api.address}", expect: 204, within: 20s }
        - { tcp: "${output.address}:8443" }
        - { run: [test, -e, "${output.home}/service.pid"], host: api }
      drain: [ { host: api, until: "true" } ]
      quiesce: [ { host: api, run: ["${output.home}/service", stop] } ]
      open: [ { host: api, run: ["${output.home}/service", start] } ]
      migrate:
        - host: api
          user: ubuntu
          in: "${output.home}/ubuntu"
          env-file: "${output.home}/env_vars.txt"
          run: >-
            sleep 1; pwd; id -un; printf '%s\\n' "$GREETING"; psql -qX -v ON_ERROR_STOP=1 -c 'CREATE TABLE shipping AS SELECT id FROM orders'
      repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
      """;

  void stackFile(String text) throws IOException {
    Files.writeString(folder.resolve("rehome.yaml"), text);
  }

  Path folder() {
    return folder;
  }

  /** The machine that runs, by its namespace. */
  String machine() throws IOException {
    return Path.of(read("home")).getFileName().toString();
  }

  Path home() throws IOException {
    return Path.of(read("home"));
  }

  String read(String file) throws IOException {
    return Files.readString(folder.resolve(file)).strip();
  }

  Command rehome(String command, String... arguments) {
    return Command.of(Rehome.LAUNCHER, command)
        .and(arguments)
        .and("--file", folder.resolve("rehome.yaml").toString())
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
        .with("REGISTRY_PASSWORD", new Secret("of the registry"))
        .with(
            "JAVA_TOOL_OPTIONS",
            "-Djdk.net.hosts.file="
                + folder.resolve("names")
                + " -Djavax.net.ssl.trustStore="
                + folder.resolve("trusted.p12")
                + " -Djavax.net.ssl.trustStorePassword=unimportant");
  }

  Finished run(String command, String... arguments) {
    return rehome(command, arguments).run(Shop.LIMIT);
  }

  Finished redeploy() {
    return run("run", "second", "--approve", NAME);
  }

  /** What psql prints, as the application's user on the machine. */
  String psql(String statements) throws IOException {
    Finished finished =
        Command.of("ip", "netns", "exec", machine(), "psql", "-XqAt", "-v", "ON_ERROR_STOP=1")
            .with("PGHOST", "127.0.0.1")
            .with("PGUSER", "shop")
            .with("PGDATABASE", "shop")
            .with("PGPASSWORD", new Secret(Files.readString(home().resolve("shop-password"))))
            .run(statements.getBytes(UTF_8), Duration.ofMinutes(1));
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    return finished.output().strip();
  }

  /** The files of the machine that runs: name, owner by name, mode, and size if it is a file. */
  List<String> files() throws IOException {
    return Command.of("ip", "netns", "exec", machine(), "sh", "-c")
        .and("cd \"$0/srv/data\" && find . -printf '%p %u:%g %m %y%s\\n' | sort", home().toString())
        .run(Duration.ofMinutes(1))
        .output()
        .lines()
        .map(line -> line.replaceFirst(" [^f]\\d+$", "").replaceFirst(" f(\\d+)$", " $1"))
        .toList();
  }

  /** Starts a registry, for whoever knows the password, at all of this machine's addresses. */
  private void registry() throws IOException {
    try (var socket = new ServerSocket(0)) {
      Files.writeString(folder.resolve("registry-port"), "" + socket.getLocalPort());
    }
    Shell.run(
        folder,
        """
        mkdir registry-data
        python3 -W ignore -c 'import crypt; print("shop:" + crypt.crypt("of the registry", crypt.METHOD_BLOWFISH))' > htpasswd
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=registry.example \
          -addext subjectAltName=DNS:registry.example -keyout registry-key.pem -out registry-certificate.pem 2> /dev/null
        cat > registry.yml << EOF
        version: 0.1
        storage: { filesystem: { rootdirectory: $PWD/registry-data } }
        http: { addr: 0.0.0.0:$(cat registry-port), tls: { certificate: $PWD/registry-certificate.pem, key: $PWD/registry-key.pem } }
        auth: { htpasswd: { realm: shop, path: $PWD/htpasswd } }
        EOF
        setsid docker-registry serve registry.yml > registry.log 2>&1 < /dev/null &
        echo $! > registry.pid
        """);
  }

  /** What docker's client prints, on the machine that runs. */
  String docker(String script) throws IOException {
    return Shell.run(
        folder,
        "export DOCKER_HOST=unix://$(cat home)/docker.sock DOCKER_CONFIG=$PWD/docker PORT=$(cat"
            + " registry-port)\n"
            + "ip netns exec \"$(basename \"$(cat home)\")\" bash -ec \"$1\"",
        script);
  }

  /** All that must be seen nowhere, of the machine that runs. */
  List<String> secrets() throws IOException {
    return List.of(
        Files.readString(home().resolve("shop-password")),
        Files.readString(home().resolve("admin-password")),
        Files.readAllLines(home().resolve("env_vars.txt")).getLast().replace("SIGNING_KEY=", ""),
        Repositories.PASSWORD);
  }

  /**
   * Runs it while every program that is started is written down, on this machine and on its own.
   */
  Finished traced(Command command) {
    return command
        .after(List.of("bash", "-c", TRACED, folder.resolve("here.trace").toString()))
        .run(Shop.LIMIT);
  }

  /** Changes a secret of the machine that runs. */
  void signingKey(String value) {
    Shell.run(
        folder, "sed -i \"s/^SIGNING_KEY=.*/SIGNING_KEY=$1/\" \"$(cat home)/env_vars.txt\"", value);
  }

  /** The steps that the newest run has begun, as often as it did. */
  List<String> stagesBegun() throws IOException {
    return begun("STAGE_BEGAN", "stage");
  }

  /** The operations that the newest run has begun, as often as it did. */
  List<String> operationsBegun() throws IOException {
    return begun("OPERATION_BEGAN", "name");
  }

  private List<String> begun(String kind, String field) throws IOException {
    Path journal = folder.resolve(".rehome/runs/r1/journal.jsonl");
    return Files.exists(journal)
        ? Files.readAllLines(journal).stream()
            .filter(line -> line.contains(kind))
            .map(line -> line.replaceAll(".*\"" + field + "\":\"([^\"]*)\".*", "$1"))
            .toList()
        : List.of();
  }

  /**
   * Cuts all connections to the machine.
   *
   * @param silently so that nobody is told: nothing arrives for a minute and a half
   */
  void cut(boolean silently) {
    if (!Files.exists(folder.resolve("home"))) {
      return;
    }
    Shell.run(
        folder,
        silently
            ? """
            name=$(basename "$(cat home)")
            ip -n "$name" link set eth0 down; sleep 90; ip -n "$name" link set eth0 up
            """
            : """
            for process in $(ip netns pids "$(basename "$(cat home)")"); do
              case $(tr '\\0' ' ' < "/proc/$process/cmdline" 2> /dev/null) in
                'sshd: ubuntu'*) kill -9 "$process" 2> /dev/null || true ;;
              esac
            done
            """);
  }

  /** Ends the connections that are kept open for a while. */
  void forgetConnections() {
    Shell.run(folder, "pkill -f '^ssh .*ControlPath=/tmp/rehome-.* '$(cat address)'$' || true");
  }

  /** The commands of all processes on the machine. */
  List<String> running() {
    return Shell.run(
            folder,
            """
            for process in $(ip netns pids "$(basename "$(cat home)")"); do
              tr '\\0' ' ' < "/proc/$process/cmdline" 2> /dev/null && echo
            done
            """)
        .lines()
        .toList();
  }

  @Override
  public void close() {
    Shell.run(
        folder,
        """
        ss -Htnp dst "10.231.$(cat id).0/24" | grep -o "pid=[0-9]*" | cut -d= -f2 | sort -u | xargs -r kill || true
        if [ -e registry.pid ]; then kill "$(cat registry.pid)" || true; fi
        if [ -e home ]; then (cd app && ./stack destroy); fi
        rm -rf "$PWD"
        """);
  }
}
