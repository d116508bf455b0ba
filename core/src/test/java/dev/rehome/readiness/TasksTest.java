package dev.rehome.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands need is looked up before anything is destroyed. */
class TasksTest {
  @TempDir Path folder = Path.of("");
  private Path home = Path.of("");
  private Path checkout = Path.of("");

  @BeforeEach
  void makeThere() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    checkout = Files.createDirectories(folder.resolve("checkout"));
    program(home.resolve("service"), "rwxr-xr-x");
    program(checkout.resolve("migrate"), "rwxr-xr-x");
    program(checkout.resolve("not-executable"), "rw-r--r--");
  }

  private static void program(Path file, String rights) throws IOException {
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private SampleStack stack(String text) throws IOException {
    return SampleStack.of(folder, text, Map.of("home", home.toString()));
  }

  private Findings standing(String text) throws IOException {
    return new StandingTaskLook(stack(text).tasks(checkout), Set.of()).look();
  }

  private Findings coming(String text) throws IOException {
    return new ComingTaskLook(stack(text).tasks(checkout), Set.of("api")).look();
  }

  @Test
  void aProgramThatIsNowhereIsNamed() throws IOException {
    Findings found =
        standing(
            """
            quiesce:
              - { run: [no-such-program, stop] }
              - { run: ["${output.home}/service", stop] }
              - { run: ["${output.home}/servic", stop] }
              - { run: [./migrate] }
              - { run: [./not-executable] }
              - { run: [own-service], in: home }
            open:
              - { run: "no-such-line --now; true" }
              - { run: "no-such-line || true" }
              - { run: "if true; then no-such; fi" }
              - { run: "cd / && PATH=/x ls" }
              - { run: "A=1 no-such" }
              - { run: "$HOME/no-such" }
            drain: [ { until: "no-such-drain" } ]
            """);
    assertThat(found.problems())
        .containsExactlyInAnyOrder(
            "drain 1: there is no program no-such-drain on this machine to be run",
            "quiesce 1: there is no program no-such-program on this machine to be run",
            "quiesce 3: there is no program " + home + "/servic to be run",
            "quiesce 5: there is no program " + checkout + "/not-executable to be run",
            "quiesce 6: there is no program own-service on this machine to be run",
            "open 1: there is no program no-such-line on this machine to be run");
    assertThat(found.warnings())
        .containsExactly("open 2: there is no program no-such-line on this machine to be run");
  }

  @Test
  void aProgramIsLookedForAsItsUserInItsEnvironment() throws IOException {
    Files.writeString(folder.resolve("env"), "PATH=" + home + ":/usr/bin:/bin\n");
    Files.setPosixFilePermissions(
        home.resolve("service"), PosixFilePermissions.fromString("rwx------"));
    assertThat(standing("quiesce: [ { run: [service], env-file: env } ]\n").problems()).isEmpty();
    assertThat(
            standing("quiesce: [ { run: [service], env-file: env, user: nobody } ]\n").problems())
        .containsExactly("quiesce 1: there is no program service on this machine to be run");
  }

  @Test
  void usersFoldersAndEnvironmentFilesAreLookedUp() throws IOException {
    Files.writeString(folder.resolve("odd"), "A=1\nsecret\nB=2\n\n# note\n}\n");
    Findings found =
        standing(
            """
            quiesce:
              - { run: [ls], user: nobody-here }
              - { run: [ls], in: nowhere }
              - { run: [ls], env-file: nowhere }
              - { run: [ls], env-file: odd }
            """);
    assertThat(found.problems())
        .containsExactlyInAnyOrder(
            "quiesce 2: there is no folder " + folder + "/nowhere",
            "there is no environment file " + folder + "/nowhere that could be read",
            "the environment file "
                + folder
                + "/odd has lines without KEY= in front: 2, 6; a value of several lines cannot be"
                + " told from variables (write it on one line, or take the variable out)");
  }

  @Test
  void usersAreLookedUpOnHostsThatAnswer() throws IOException {
    SampleStack stack =
        stack(
            """
            hosts: { api: { address: a }, silent: { address: a } }
            quiesce: [ { run: [ls], user: nobody-here } ]
            migrate:
              - { run: [ls], user: nobody-there, host: api }
              - { run: [ls], user: nobody-there, host: silent }
            """);
    assertThat(new UserLook(stack.tasks(checkout), Set.of("api")).look().problems())
        .containsExactly(
            "there is no user nobody-here on this machine",
            "there is no user nobody-there on host api");
  }

  @Test
  void whatTheNewRevisionsCheckoutHasNotIsAProblem() throws IOException {
    Findings found =
        coming(
            """
            quiesce: [ { run: [./stop] } ]
            migrate: [ { run: [./migrate] }, { run: [./migrat] }, { run: [no-such] } ]
            health: [ { run: [./healthy] } ]
            """);
    assertThat(found.problems())
        .containsExactlyInAnyOrder(
            "quiesce 1: there is no program " + checkout + "/stop to be run",
            "migrate 2: there is no program " + checkout + "/migrat to be run",
            "migrate 3: there is no program no-such on this machine to be run",
            "health 1: there is no program " + checkout + "/healthy to be run");
    assertThat(found.later()).isEmpty();
  }

  @Test
  void whatOnlyTheNewStackCanHaveIsNamedAsThat() throws IOException {
    Findings found =
        coming(
            """
            hosts: { api: { address: "${output.home}" } }
            open: [ { run: ["${output.home}/service", start] } ]
            migrate:
              - { run: ["${output.home}/migrate"], env-file: "${output.home}/env" }
              - { run: [ls], host: api, user: nobody, in: /nowhere }
              - { run: [no-such], host: api }
            """);
    assertThat(found.problems()).isEmpty();
    assertThat(found.later())
        .containsExactlyInAnyOrder(
            "whether it has what open 1 needs: " + home + "/service",
            "whether it has what migrate 1 needs: environment file "
                + home
                + "/env, "
                + home
                + "/migrate (the one that runs has no environment file "
                + home
                + "/env, "
                + home
                + "/migrate)",
            "whether its host api has what migrate 2 needs: user nobody, folder /nowhere, program"
                + " ls (the one that runs has no folder /nowhere, program ls)",
            "whether its host api has what migrate 3 needs: program no-such (the one that runs has"
                + " no program no-such)");
  }
}
