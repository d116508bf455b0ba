package dev.rehome.cli.demo;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the demo needs on this machine, and installs itself where it may. */
record Needs(Consumer<String> says) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** PostgreSQL's programs, the newest; as root on Debian they are installed if missing. */
  Installation postgres() {
    return newest()
        .or(this::installed)
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "the demo needs PostgreSQL's server programs (12 or newer), and there are none",
                    Safety.NOTHING_CHANGED,
                    "on Debian or Ubuntu: apt-get install postgresql",
                    "on Fedora or Red Hat: dnf install postgresql-server"));
  }

  private static Optional<Installation> newest() {
    return Installation.all().stream()
        .filter(Installation::hasServer)
        .reduce((older, newer) -> newer);
  }

  private Optional<Installation> installed() {
    if (!Account.isRoot() || !Files.exists(Path.of("/etc/debian_version"))) {
      return Optional.empty();
    }
    says.accept("installing PostgreSQL (apt-get install postgresql)");
    for (String line : List.of("update -q", "install -y -q --no-install-recommends postgresql")) {
      Command.of("apt-get")
          .and(line.split(" "))
          .with("DEBIAN_FRONTEND", "noninteractive")
          .run(LIMIT);
    }
    return newest();
  }

  /** terraform, or tofu, or neither. */
  Optional<String> terraform() {
    return List.of("terraform", "tofu").stream().filter(each -> runs(each, "version")).findFirst();
  }

  private static boolean runs(String program, String version) {
    try {
      return Command.of(program, version).run(LIMIT).succeeded();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  void git() {
    program("git", "version");
  }

  void curl() {
    program("curl", "--version");
  }

  private static void program(String name, String version) {
    if (!runs(name, version)) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the demo needs " + name,
          Safety.NOTHING_CHANGED,
          "apt-get install " + name);
    }
  }
}
