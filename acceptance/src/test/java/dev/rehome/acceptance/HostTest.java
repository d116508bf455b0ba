package dev.rehome.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stacks on machines that only ssh reaches. Begun early, since nothing takes longer. */
@Order(1)
class HostTest {
  private static void succeeds(Finished finished) {
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
  }

  @Test
  void redeploysAMachineThatIsSlowToStart() throws IOException {
    try (HostStack stack = HostStack.build()) {
      succeeds(stack.run("check", "second"));
      Files.writeString(stack.folder().resolve("slow"), "3");
      String before = stack.machine();
      Files.writeString(stack.folder().resolve("signing-key"), "another");
      Finished held = stack.redeploy();
      assertThat(held.errors())
          .contains("does not have the secrets of the old one: SIGNING_KEY is another one")
          .doesNotContain("another\n");
      stack.signingKey("the first one");
      inMachine(stack, "mount -t tmpfs -o size=1m none \"$PWD/srv\"");
      assertThat(stack.run("resume").errors()).contains("the target's disk is full: ", "make room");
      inMachine(stack, "mount -o remount,ro,size=9m \"$PWD/srv\"");
      assertThat(stack.run("resume").errors()).contains("Read-only file system");
      inMachine(stack, "umount \"$PWD/srv\"");
      Shell.run( // of the right size and time, and yet another
          stack.home(),
          "mkdir srv/data/orders; echo ORDER 9 > srv/data/orders/9; touch -d @1700000000"
              + " srv/data/orders/9");
      succeeds(stack.run("resume"));
      assertThat(stack.machine()).isNotEqualTo(before);
      assertThat(stack.psql("SELECT count(*) FROM orders")).isEqualTo("2000");
      assertThat(stack.psql("SELECT count(*) FROM shipping")).isEqualTo("2000");
      assertThat(stack.home().resolve("srv/data/orders/9")).hasContent("order 9\n");
      assertThat(stack.files())
          .hasSize(47)
          .startsWith(
              ". ubuntu:ubuntu 755",
              "./again ubuntu:ubuntu 644 3000000",
              "./first ubuntu:ubuntu 777")
          .contains("./orders/7 root:ubuntu 644 8", "./orders/8 ubuntu:ubuntu 640 8")
          .contains("./made-by-start-up root:root 644 17")
          .noneMatch(each -> each.contains("left.tmp"));
      assertThat(Files.readAllLines(stack.home().resolve("service.log")))
          .containsExactly("start by root", "stop by root", "start by root");
      assertThat(migrated(stack))
          .containsSubsequence(stack.home() + "/ubuntu", "ubuntu", "it's \"here\" < $HOME");
      assertThat(stack.run("report").output())
          .containsPattern("https://shop.example:8443/ at [0-9.]+ answered after [0-9.]+ s")
          .containsPattern("https://shop.example:8443/ answered after [0-9.]+ s")
          .containsPattern("[0-9.]+:8443 answered after")
          .contains(" on host api answered after")
          .contains("the new stack had made " + stack.home() + "/srv/data/made-by-start-up")
          .contains("the new stack had made table public.made_by_start_up, 1 row;");
      succeeds(stack.run("check", "first", "--from", "second"));
      succeeds(stack.run("backup"));
    }
  }

  @Test
  @Tag("long")
  void whatAMachineCanNeverTellIsNamedBeforeTheApproval() throws IOException {
    try (HostStack stack = HostStack.build()) {
      Finished ready = stack.run("check", "second");
      succeeds(ready);
      assertThat(ready.output())
          .contains("whether shop.example, by which a health check asks, leads to it (today it")
          .contains("leads to the stack that runs)");
      stack.stackFile(
          HostStack.STACK_FILE
              .replace(
                  "{ file: \"${output.home}/ready\", within: 2m }", "{ unit: cloud-final.service }")
              .replace("https://shop.example", "https://elsewhere.example"));
      Finished check = stack.run("check", "second");
      assertThat(check.exitCode()).as(check.output()).isEqualTo(20);
      assertThat(check.errors())
          .contains("hosts.api.ready: host api has no systemd that could tell of unit cloud-final")
          .containsPattern("health 1: https://elsewhere.example:8443/ at [0-9.]+ gives .* today");
    }
  }

  /**
   * In each step the connections are cut once: all of them at once, as by a broken line, or {@code
   * -Drehome.cuts=link}, by a line on which nothing arrives for a while.
   */
  @Test
  @Tag("long")
  void aLostConnectionInAnyStepLosesNothing() throws Exception {
    try (HostStack stack = HostStack.build()) {
      Files.writeString(stack.folder().resolve("slow"), "1");
      var cut = new HashSet<String>();
      Finished run =
          cutting(stack, stack.rehome("run", "second", "--approve", HostStack.NAME), cut);
      for (int i = 0; i < 20 && run.exitCode() != 0; i++) {
        run = cutting(stack, stack.rehome("resume", "--approve", HostStack.NAME), cut);
      }
      succeeds(run);
      assertThat(cut).contains("stage", "quiesce", "back up", "create", "migrate 1", "open");
      assertThat(Collections.frequency(stack.stagesBegun(), "migrate")).isGreaterThan(1);
      assertThat(stack.psql("SELECT count(*) FROM orders")).isEqualTo("2000");
      assertThat(stack.psql("SELECT count(*) FROM shipping")).isEqualTo("2000");
      assertThat(stack.running())
          .as("what runs on the host")
          .allMatch(
              each ->
                  each.matches(
                      "(sshd|/usr/lib/postgresql|postgres|sleep 10007|/usr/bin/python3"
                          + " .*web.py).*"));
    }
  }

  /** Runs it, and cuts the connections in all that is begun for the first time. */
  private static Finished cutting(HostStack stack, Command command, Set<String> cut)
      throws Exception {
    try (Running running = command.start()) {
      CompletableFuture<Finished> end =
          CompletableFuture.supplyAsync(() -> running.finish(new byte[0], Shop.LIMIT));
      while (!end.isDone()) {
        var begun = new ArrayList<>(stack.stagesBegun());
        begun.addAll(stack.operationsBegun());
        for (String each : begun) {
          if (cut.add(each)) {
            Thread.sleep(150);
            stack.cut(System.getProperty("rehome.cuts", "").equals("link"));
          }
        }
        Thread.sleep(20);
      }
      return end.get();
    }
  }

  @Test
  @Tag("long")
  void aHostIsReachedThroughAnotherAndADatabaseByItsSocket() throws IOException {
    try (HostStack stack = HostStack.build()) {
      Files.writeString(
          stack.folder().resolve("known-hosts"),
          "127.0.0.1 " + Files.readString(stack.home().resolve("host-key.pub")),
          StandardOpenOption.APPEND);
      stack.stackFile(
          HostStack.STACK_FILE
              .replace(
                  "hosts:\n",
                  "hosts:\n"
                      + "  far: { address: 127.0.0.1, user: ubuntu, via: api, config: ssh-config"
                      + " }\n")
              .replace(
                  "reach-from: api\n    host: 127.0.0.1",
                  "reach-from: far\n    host: \"${output.home}/sockets\""));
      succeeds(stack.run("check", "second"));
      succeeds(stack.run("backup"));
      succeeds(stack.run("prove", "latest"));
      inMachine(stack, "mount -t tmpfs -o size=1m none \"$PWD/ubuntu/.cache\"");
      fromHere(stack, "host far has [01] MiB free in ~/.cache/rehome, and a dump needs \\d+ MiB");
      inMachine(stack, "umount \"$PWD/ubuntu/.cache\"");
      inMachine(stack, "mount -t tmpfs none /usr/lib/postgresql");
      fromHere(stack, "host far has no programs of PostgreSQL \\d+");
      succeeds(stack.run("backup"));
    }
  }

  private static void fromHere(HostStack stack, String why) {
    Finished check = stack.run("check", "second");
    succeeds(check);
    assertThat(check.output())
        .containsPattern("is dumped and loaded through the connection, since " + why);
  }

  /** Its database is behind it: whether that is gone too, nobody can ask there. */
  @Test
  @Tag("long")
  void nothingIsAskedThroughAMachineThatIsDestroyed() throws IOException {
    try (HostStack stack = HostStack.build()) {
      succeeds(stack.traced(stack.rehome("run", "second", "--approve", HostStack.NAME)));
      List<String> started = Files.readAllLines(stack.folder().resolve("here.trace"));
      List<String> fromDestroying =
          started.stream().dropWhile(each -> !each.contains("\"./stack\", \"destroy\"")).toList();
      List<String> untilBuilding =
          fromDestroying.stream()
              .takeWhile(each -> !each.contains("\"./stack\", \"create\""))
              .toList();
      assertThat(untilBuilding).isNotEmpty().noneMatch(HostTest::asksAMachine);
      assertThat(fromDestroying)
          .hasSizeGreaterThan(untilBuilding.size())
          .anyMatch(HostTest::asksAMachine);
    }
  }

  private static boolean asksAMachine(String started) {
    return started.contains("[\"ssh\", ");
  }

  /** Of two instances only one has a socket, and that on the host alone. */
  @Test
  @Tag("long")
  void anInstanceIsFoundByTheSocketsOfItsHost() throws IOException {
    try (HostStack stack = HostStack.build();
        LocalCloud cloud = LocalCloud.start(stack.folder().resolve("cloud"), 0)) {
      Files.writeString(stack.folder().resolve("url"), cloud.address());
      Shell.run(
          stack.folder(),
          """
          printf 'a word' > instance-password
          for name in db-one db-two; do
            url=$(cat url)/v1/projects/local/instances
            echo '{"name": "'$name'", "region": "eu", "databaseVersion": "POSTGRES_15", "rootPassword": "a word"}' |
              curl -sS --fail-with-body -H 'Content-Type: application/json' --data-binary @- "$url"
            until curl -sS "$url/$name" | grep -q '"state": "RUNNABLE"'; do sleep 0.2; done
          done
          mkdir "$(cat home)/cloudsql"
          """);
      inMachine(
          stack,
          "sh -c 'mount -t tmpfs none \"$0/cloudsql\" && ln -s"
              + " \"$0/../cloud/cloudsql/local:eu:db-two\" \"$0/cloudsql\"' \"$PWD\"");
      stack.stackFile(
          HostStack.STACK_FILE.replaceFirst(
              "(?s)host: 127.0.0.1\n.*?files:",
              """
              cloud-sql: { project: local, discover: "db-*", sockets: "\\${output.home}/cloudsql", endpoint: "\\${file:url}" }
                  name: postgres
                  user: postgres
                  password: "\\${file:instance-password}"
              files:\
              """));
      Finished backup = stack.run("backup");
      succeeds(backup);
      assertThat(backup.errors() + backup.output())
          .contains("/cloudsql/local:eu:db-two:5432 from api, on host api");
      Finished check = stack.run("check", "second", "--from", "first");
      assertThat(check.errors() + check.output()).doesNotContain("instances of project");
    }
  }

  /** Every program that either side starts, and all that a run leaves behind. */
  @Test
  @Tag("long")
  void noSecretIsSeenAnywhere() throws IOException {
    try (HostStack stack = HostStack.build(true)) {
      var secrets = new HashSet<>(stack.secrets());
      succeeds(stack.traced(stack.rehome("run", "second", "--approve", HostStack.NAME)));
      secrets.addAll(stack.secrets());
      assertThat(secrets).hasSize(6);
      try (Stream<Path> all = Files.walk(stack.folder().resolve(".rehome"))) {
        var places = new ArrayList<>(all.filter(Files::isRegularFile).toList());
        places.add(stack.folder().resolve("here.trace"));
        places.add(stack.folder().resolve("there-1.trace"));
        for (Path place : places) {
          String text = Files.readString(place, ISO_8859_1);
          secrets.forEach(
              secret -> assertThat(text.contains(secret)).as(place + ": " + secret).isFalse());
        }
        assertThat(Files.readString(stack.folder().resolve("here.trace")))
            .contains(stack.home() + "/service")
            .as("the dump is loaded on the new host")
            .containsPattern(
                "execve\\(\"[^\"]*/pg_restore\".*--jobs=.*/ubuntu/.cache/rehome/dumps/hosted-r1-app");
        assertThat(Files.readString(stack.folder().resolve("there-1.trace")))
            .contains("/service")
            .as("the dump is made on the host")
            .containsPattern(
                "execve\\(\"[^\"]*/pg_dump\".*--format=directory.*/ubuntu/.cache/rehome");
      }
    }
  }

  @Test
  @Tag("long")
  void checkNamesWhatStandsInTheWayOnAHost() throws IOException {
    try (HostStack stack = HostStack.build()) {
      refuses(
          stack,
          HostStack.STACK_FILE.replace("user: ubuntu\n    in:", "user: nobody-there\n    in:"),
          "there is no user nobody-there on host api");
      refuses(
          stack,
          HostStack.STACK_FILE.replace("stop] } ]", "stop], env-file: /no/such/file } ]"),
          "there is no environment file /no/such/file to be read on host api");
      stack.stackFile(
          HostStack.STACK_FILE
              .replace("${output.home}/env_vars.txt", "/no/such/file")
              .replace("keep-secrets: [SIGNING_KEY]", "keep-secrets: []"));
      assertThat(stack.run("check", "second", "--from", "first").output())
          .contains("  whether its host api has what migrate 1 needs: user ubuntu, folder ")
          .contains("(the one that runs has no environment file /no/such/file");
      refuses(
          stack,
          HostStack.STACK_FILE.replace("host: 127.0.0.1", "host: 127.0.0.1\n    port: 5433"),
          "cannot connect to database shop on 127.0.0.1:5433 from api");
      refuses(
          stack,
          HostStack.STACK_FILE.replace("{ host: api, until", "{ host: apu, until"),
          "there is no host \"apu\"; hosts: api");
      refuses(
          stack,
          HostStack.STACK_FILE.replace("user: ubuntu\n    sudo", "user: nobody-there\n    sudo"),
          "cannot reach host api (nobody-there@" + stack.read("address") + "): ",
          "see that this user's key or agent may log in there");
      refuses(
          stack,
          HostStack.STACK_FILE.replace("user: ubuntu\n    sudo", "user: nobody\n    sudo"),
          "nothing can be run on host api: This account is currently not available.");
      stack.stackFile(HostStack.STACK_FILE);
      assertThat(stack.run("check", "first", "--from", "second").errors())
          .contains("runs, and not ")
          .contains("as --from says");
      Files.writeString(stack.folder().resolve("known-hosts"), "");
      stack.forgetConnections();
      refuses(stack, HostStack.STACK_FILE, "its key is not known here", "compare its fingerprint");
      Files.writeString(
          stack.folder().resolve("known-hosts"),
          stack.read("address") + " " + Files.readString(stack.folder().resolve("login.pub")));
      refuses(stack, HostStack.STACK_FILE, "its key is not the one that is known");
      Files.writeString(
          stack.folder().resolve("known-hosts"),
          stack.read("address") + " " + Files.readString(stack.home().resolve("host-key.pub")));
      Shell.run(stack.folder(), ": > /etc/netns/$(basename \"$(cat home)\")/sudoers");
      refuses(stack, HostStack.STACK_FILE, "refuses sudo: sudo: ", "without a password");
    }
  }

  private static void inMachine(HostStack stack, String script) throws IOException {
    Shell.run(stack.home(), "nsenter -t \"$(cat sshd.pid)\" -m " + script);
  }

  private static void refuses(HostStack stack, String stackFile, String... says)
      throws IOException {
    stack.stackFile(stackFile);
    Finished check = stack.run("check", "second", "--from", "first");
    assertThat(check.exitCode()).isNotZero();
    assertThat(check.errors()).contains(says);
  }

  /** What the migration printed. */
  private static List<String> migrated(HostStack stack) throws IOException {
    try (var all = Files.walk(stack.folder().resolve(".rehome/runs"))) {
      Path output =
          all.filter(each -> each.toString().contains("migrate"))
              .filter(each -> each.endsWith("output"))
              .findFirst()
              .orElseThrow();
      return Files.readAllLines(output);
    }
  }
}
