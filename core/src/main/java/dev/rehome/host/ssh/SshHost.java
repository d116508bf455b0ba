package dev.rehome.host.ssh;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.host.LostLineException;
import dev.rehome.host.Reach;
import dev.rehome.process.Command;
import dev.rehome.process.Conversation;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A host behind a connection. */
final class SshHost implements Host {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int ATTEMPTS = 3;
  private static final String HERE = "127.0.0.1";

  /** Ports of this machine, by what is behind them: the same one each time. */
  private static final Map<String, Integer> PORTS = new ConcurrentHashMap<>();

  /** Arguments: the file, and how many bytes there are, since a line that is cut ends as well. */
  private static final String WRITE =
      "umask 077; cat > \"$0.new\" && [ \"$(wc -c < \"$0.new\")\" = \"$1\" ] && mv \"$0.new\""
          + " \"$0\"";

  private final Connection connection;
  private Optional<String> login = Optional.empty();

  SshHost(Connection connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return connection.place().name();
  }

  @Override
  public Command command(Command there, Optional<String> user) {
    return command(there, user, "alone");
  }

  private Command command(Command there, Optional<String> user, String alone) {
    connection.open();
    String end = "end-" + Long.toHexString(System.nanoTime());
    var remote = new ArrayList<>(as(user));
    remote.addAll(List.of("sh", "-c", Connection.script("there.sh"), "rehome", end, alone));
    return Command.of("bash", "-c", Connection.script("here.sh"), "rehome")
        .and(connection.ssh().arguments().toArray(String[]::new))
        .and(ShellWords.quoted(remote))
        .with("REHOME_SCRIPT", new Secret(script(there) + end + "\n"));
  }

  /** What comes before a command that another user than the one who logs in is to run. */
  private List<String> as(Optional<String> user) {
    Optional<String> other =
        user.or(() -> connection.place().sudo() ? Optional.of("root") : Optional.empty())
            .filter(each -> !each.equals(login()));
    return other
        .map(each -> List.of("sudo", "-n", "-H", "-u", each, "--"))
        .orElseGet(() -> List.of());
  }

  /** The command with its environment and folder, for a shell's input, which nobody sees. */
  private static String script(Command there) {
    var script = new StringBuilder();
    there.environment().forEach((name, value) -> export(script, name, value));
    there.secrets().forEach((name, value) -> export(script, name, value.reveal()));
    there
        .folder()
        .ifPresent(
            folder ->
                script
                    .append("cd ")
                    .append(ShellWords.quoted(folder.toString()))
                    .append(" || exit\n"));
    return script
        .append("exec ")
        .append(ShellWords.quoted(there.arguments()))
        .append(" < /dev/null\n")
        .toString();
  }

  private static void export(StringBuilder script, String name, String value) {
    script.append("export ").append(name).append('=').append(ShellWords.quoted(value)).append('\n');
  }

  @Override
  public String login() {
    Optional<String> known = connection.place().user().or(() -> login);
    if (known.isPresent()) {
      return known.get();
    }
    Finished finished =
        repeated(
            () -> {
              connection.open();
              return connection.ssh().and("id -un").run(LIMIT);
            });
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "cannot see who logs in on host " + name() + ": " + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "name the user in hosts." + name() + ".user");
    }
    String found = finished.output().strip();
    login = Optional.of(found);
    return found;
  }

  @Override
  public Finished once(Command there, Optional<String> user, Duration limit) {
    return command(there, user, "").run(limit);
  }

  @Override
  public Finished run(Command there, Optional<String> user) {
    return run(there, user, LIMIT);
  }

  @Override
  public Finished run(Command there, Optional<String> user, Duration limit) {
    Finished finished = repeated(() -> once(there, user, limit));
    String errors = withoutNaming(finished.errors());
    if (finished.exitCode() != 0 && errors.startsWith("sudo: ")) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "host " + connection.place() + " refuses sudo: " + errors.strip(),
          Safety.NOTHING_CHANGED,
          "let "
              + connection.place().user().orElse("its user")
              + " use sudo there without a password, or leave out sudo and user");
    }
    return new Finished(finished.exitCode(), finished.output(), errors);
  }

  /** Does what may be repeated, until the connection holds. */
  private Finished repeated(Supplier<Finished> work) {
    Finished finished = work.get();
    for (int i = 1; i < ATTEMPTS && Connection.lost(finished); i++) {
      Connection.pause(Duration.ofSeconds(i));
      finished = work.get();
    }
    if (Connection.lost(finished)) {
      throw new LostLineException(
          "the connection to host "
              + connection.place()
              + " is lost again and again: "
              + finished.errors().strip());
    }
    return finished;
  }

  @Override
  public void write(Path file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String receive =
        "exec sh -c "
            + ShellWords.quoted(WRITE)
            + " "
            + ShellWords.quoted(List.of(file.toString(), "" + bytes.length));
    Finished finished =
        repeated(
            () -> {
              connection.open();
              return connection.ssh().and(receive).run(bytes, LIMIT);
            });
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "cannot write " + file + " on host " + name() + ": " + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "see that there is room");
    }
  }

  /** A machine that does not know its own name makes sudo say so each time, to no effect. */
  private static String withoutNaming(String errors) {
    return errors
        .lines()
        .filter(line -> !line.startsWith("sudo: unable to resolve host "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public Conversation agent(AgentBundle bundle) {
    connection.open();
    send(bundle);
    return connection
        .ssh()
        .and(
            "exec sh -c "
                + ShellWords.quoted(Connection.script("agent.sh"))
                + " "
                + ShellWords.quoted(bundle.name())
                + " "
                + ShellWords.quoted(as(Optional.empty())))
        .converse();
  }

  /** Sends it whole or not at all; nobody sees it half unpacked. */
  private void send(AgentBundle bundle) {
    String receive =
        "exec sh -c "
            + ShellWords.quoted(Connection.script("receive.sh"))
            + " "
            + ShellWords.quoted(bundle.name());
    if (!connection.ssh().and(receive + " look").run(LIMIT).succeeded()) {
      Finished finished = connection.ssh().and(receive).run(bundle.file(), LIMIT);
      if (!finished.succeeded()) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the agent cannot be sent to host "
                + connection.place()
                + ": "
                + (finished.errors().isBlank()
                    ? "the connection ended, with exit code " + finished.exitCode()
                    : finished.errors().strip()),
            Safety.NOTHING_CHANGED,
            "it needs 100 MiB in ~/.cache/rehome there, from where programs may be run");
      }
    }
  }

  @Override
  public Reach reach(Reach there) {
    connection.open();
    String key = connection.place() + " " + there;
    Reach here = there.isSocket() ? socket(key, there) : port(key);
    Finished finished =
        connection
            .ssh("-O", "forward", "-L", end(here) + ":" + end(there))
            .run(Duration.ofMinutes(1));
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "cannot reach "
              + there
              + " through host "
              + connection.place()
              + ": "
              + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "see that its ssh server allows forwarding (AllowTcpForwarding,"
              + " AllowStreamLocalForwarding)");
    }
    return here;
  }

  private Reach socket(String key, Reach there) {
    Path folder = connection.sockets().resolve(Integer.toHexString(key.hashCode()));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("could not make " + folder, e);
    }
    return new Reach(folder.toString(), there.port());
  }

  private static Reach port(String key) {
    return new Reach(HERE, PORTS.computeIfAbsent(key, each -> free()));
  }

  private static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("could not find a free port", e);
    }
  }

  /** As ssh reads it; the Auth Proxy's sockets have colons in their paths. */
  private static String end(Reach reach) {
    return reach.isSocket()
        ? (reach.host() + "/.s.PGSQL." + reach.port()).replace("\\", "\\\\").replace(":", "\\:")
        : (reach.host().contains(":") ? "[" + reach.host() + "]" : reach.host())
            + ":"
            + reach.port();
  }

  @Override
  public void meet() {
    connection.openFirst();
  }
}
