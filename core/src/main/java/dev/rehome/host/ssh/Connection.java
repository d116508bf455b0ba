package dev.rehome.host.ssh;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.host.Hosts;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One connection to a host, which all commands share. It stays open for a minute after the last of
 * them, also when this program is killed, since a command may go on.
 *
 * @param sockets a folder for the connection's socket
 * @param pins the keys of hosts that runs built
 */
record Connection(Hosts.Place place, Path sockets, Path pins) {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int ATTEMPTS = 3;
  private static final int NO_SUCH_PROGRAM = 127;

  /** A program of this package's, without its comment. */
  static String script(String name) {
    try (InputStream in = Objects.requireNonNull(Connection.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .reduce("", (before, line) -> before + line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own file " + name, e);
    }
  }

  /** A call of ssh that uses the connection if it is open. */
  Command ssh(String... more) {
    return Command.of("ssh").and(more).and(destination().toArray(String[]::new));
  }

  /** Options and, at last, the host. */
  private List<String> destination() {
    var words = new ArrayList<>(options());
    words.addAll(List.of("--", place.address()));
    return words;
  }

  private List<String> options() {
    var words = new ArrayList<String>();
    place.configuration().ifPresent(file -> words.addAll(List.of("-F", file.toString())));
    place.user().ifPresent(user -> words.addAll(List.of("-l", user)));
    place.port().ifPresent(port -> words.addAll(List.of("-p", "" + port)));
    option(words, "ControlPath", sockets.resolve("%C").toString());
    option(words, "BatchMode", "yes");
    option(words, "ConnectTimeout", "15");
    option(words, "ServerAliveInterval", "10");
    option(words, "ServerAliveCountMax", "3");
    option(words, "StreamLocalBindUnlink", "yes");
    option(words, "ForwardAgent", "no");
    option(words, "ForwardX11", "no");
    option(words, "PermitLocalCommand", "no");
    option(words, "RemoteCommand", "none");
    option(words, "RequestTTY", "no");
    option(words, "EscapeChar", "none");
    option(words, "LogLevel", "ERROR");
    option(words, "StrictHostKeyChecking", "yes");
    if (Files.exists(pins)) {
      option(words, "KnownHostsCommand", "/bin/cat \"" + pins + "\"");
    }
    place
        .via()
        .map(other -> new Connection(other, sockets, pins))
        .ifPresent(other -> option(words, "ProxyCommand", other.relay()));
    return words;
  }

  private static void option(List<String> words, String name, String value) {
    words.addAll(List.of("-o", name + "=" + value));
  }

  /** As ProxyCommand wants it: percent signs mean something there. */
  private String relay() {
    var words = new ArrayList<>(List.of("ssh"));
    words.addAll(options());
    return ShellWords.quoted(words).replace("%", "%%")
        + " -W '[%h]:%p' -- "
        + ShellWords.quoted(place.address()).replace("%", "%%");
  }

  /** Opens it unless it is open; what may pass is tried again. */
  void open() {
    Finished finished = opening(List.of());
    for (int i = 1; i < ATTEMPTS && !finished.succeeded() && mayPass(finished.errors()); i++) {
      pause(Duration.ofSeconds(2L * i));
      finished = opening(List.of());
    }
    if (!finished.succeeded()) {
      throw unreachable(finished);
    }
  }

  /** Opens it to a machine that was just built: its key is learned, in place of any other. */
  void openFirst() {
    ssh("-O", "exit").run(LIMIT);
    if (Files.exists(pins)) {
      String address = place.address();
      Command.of("ssh-keygen", "-q", "-f", pins.toString(), "-R")
          .and(place.port().map(port -> "[" + address + "]:" + port).orElse(address))
          .run(LIMIT);
    }
    var learning = new ArrayList<String>();
    option(learning, "StrictHostKeyChecking", "accept-new");
    option(learning, "UserKnownHostsFile", "\"" + pins + "\"");
    option(learning, "GlobalKnownHostsFile", "/dev/null");
    option(learning, "HashKnownHosts", "no");
    Finished finished = opening(learning);
    if (!finished.succeeded()) {
      throw unreachable(finished);
    }
  }

  /**
   * Opens it unless it is open, and tells what ssh said if that failed.
   *
   * @param first options that count more than all others, since ssh takes what it reads first
   */
  private Finished opening(List<String> first) {
    try {
      Path errors = Files.createTempFile(sockets, "errors", "");
      try {
        Finished finished =
            Command.of("flock", "-o", sockets.resolve("lock").toString(), "sh", "-c")
                .and(script("open.sh"), "open", errors.toString())
                .and(first.toArray(String[]::new))
                .and(destination().toArray(String[]::new))
                .run(LIMIT);
        return new Finished(
            finished.exitCode(), finished.output(), finished.errors() + Files.readString(errors));
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not note what ssh says", e);
    }
  }

  private static boolean mayPass(String errors) {
    return !errors.contains("verification failed")
        && !errors.contains("Permission denied")
        && !errors.contains("Could not resolve")
        && !errors.contains("Bad configuration")
        && !errors.contains("not found");
  }

  /** Why it could not be opened, and what to do. */
  private FailureException unreachable(Finished finished) {
    String errors = finished.errors().strip();
    String said = Arrays.asList(errors.split("\n")).getLast().strip();
    String next;
    if (finished.exitCode() == NO_SUCH_PROGRAM) {
      said = "there is no ssh on this machine";
      next = "install openssh-client";
    } else if (errors.contains("IDENTIFICATION HAS CHANGED")) {
      said = "its key is not the one that is known: another machine may have its address";
      next =
          "if it was built anew: ssh-keygen -R "
              + place.address()
              + ", then connect once by hand and compare its fingerprint";
    } else if (errors.contains("verification failed")) {
      said = "its key is not known here";
      next = "connect once by hand, and compare its fingerprint: ssh " + place.address();
    } else if (errors.contains("Permission denied")) {
      next = "see that this user's key or agent may log in there";
    } else {
      next = "see that it runs, and that hosts." + place.name() + ".address is right";
    }
    return new FailureException(
        Failure.Kind.NOT_READY,
        "cannot reach host " + place + ": " + said,
        Safety.NOTHING_CHANGED,
        next);
  }

  /** Whether ssh itself failed: the connection was lost, or was not there. */
  static boolean lost(Finished finished) {
    return finished.exitCode() == Host.LOST;
  }

  static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
