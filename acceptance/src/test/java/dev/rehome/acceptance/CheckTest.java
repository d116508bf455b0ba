package dev.rehome.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run would trip over is found before anything changes. */
class CheckTest {
  private static void assertUntouched(Shop shop) throws IOException {
    assertThat(shop.provisioned()).noneMatch(line -> line.contains("destroy"));
    assertThat(shop.web("/health")).contains("revision");
  }

  /** A change of the stack file, and a part of the error that it leads to. */
  private record Mistake(String right, String wrong, String error) {}

  private static final List<Mistake> MISTAKES =
      List.of(
          new Mistake(
              "binary: terraform",
              "binary: no-such-terraform",
              "there is no no-such-terraform on this machine"),
          new Mistake(
              "workspace: production",
              "workspace: prodction",
              "there is no workspace \"prodction\""),
          new Mistake("state: live/deploy", "state: live", "the infrastructure's state is empty"),
          new Mistake("[shop.tfvars]", "[missing.tfvars]", "Given variables file"),
          new Mistake(
              "database/admin-password",
              "database/shop-password",
              "check the password of postgres for databases.app"),
          new Mistake(
              "port: \"${output.database_port}\"",
              "port: 1",
              "cannot connect to database shop on 127.0.0.1:1"),
          new Mistake("user: shop", "user: shopp", "there is no role shopp"),
          new Mistake(
              "terraform_data.uploads: saved",
              "terraform_data.upload: saved",
              "terraform_data.uploads may hold state: declare it saved, kept or disposable"),
          new Mistake(
              "terraform_data.uploads: saved",
              "terraform_data.uploads: kept",
              "terraform_data.uploads is declared kept, and the plan would destroy it"),
          new Mistake("[uploads]", "[uploads, missing]", "/missing that could be read"),
          new Mistake("location: backups", "location: nowhere", "there is no repository at"),
          new Mistake(
              "location: backups",
              "location: stack/backups",
              "/stack/backups is among what would be destroyed: terraform_data.uploads names "),
          new Mistake("file:password", "file:place", "the password opens none"),
          new Mistake(
              "service\", migrate",
              "service\", \"${output.hom}\"",
              "migrate 1: ${output.hom}: the new revision declares no such output; it declares"
                  + " database_instance, database_port, home, web_port"),
          new Mistake(
              "${output.web_port}/health",
              "${output.webport}/health",
              "health 1: ${output.webport}: the new revision declares no such output"),
          new Mistake(
              "quiesce: [ ",
              "quiesce: [ { run: [sh, \"${output.hoem}\"] }, ",
              "quiesce 1: ${output.hoem}: the stack has no such output"),
          new Mistake(
              "open:    [ ",
              "open: [ { run: \"echo ${output.home}\" }, ",
              "open 1: ${output.home} stands in a shell line, in which nothing replaces it (write"
                  + " $REHOME_OUTPUT_HOME there"),
          new Mistake(
              "quiesce: [ ",
              "quiesce: [ { run: [no-such-program] }, ",
              "quiesce 1: there is no program no-such-program on this machine to be run"),
          new Mistake(
              "open:    [ ",
              "open: [ { run: [deploy/no-such-script] }, ",
              "/deploy/no-such-script to be run"),
          new Mistake(
              "service\", migrate]",
              "service\", migrate]\n  - run: [no-such-migration]",
              "migrate 2: there is no program no-such-migration on this machine to be run"),
          new Mistake(
              "# drain-here",
              "drain: [ { until: no-such-queue } ]",
              "drain 1: there is no program no-such-queue"),
          new Mistake(
              "database/shop-password",
              "database/admin-password",
              "check the password of shop for databases.app"),
          new Mistake("/health\"", "/health\", expect: 204", "/health gives 200 today"),
          new Mistake(
              "env-file: \"${output.home}/application/environment",
              "env-file: \"several-lines",
              "/several-lines has lines without KEY= in front: 2;"));

  @Test
  @Tag("long")
  void everyMistakeIsNamedAndNothingChanges() throws IOException {
    try (Shop shop = Shop.prepare()) {
      String right = Files.readString(shop.stackFile()) + "# drain-here\n";
      Files.writeString(shop.folder().resolve("several-lines"), "KEY=first\nsecond\n");
      Shell.run(shop.folder(), "cp -a backups stack/backups");
      for (Mistake mistake : MISTAKES) {
        String wrong = right.replace(mistake.right(), mistake.wrong());
        assertThat(wrong).isNotEqualTo(right);
        Files.writeString(shop.stackFile(), wrong);
        Finished check = shop.run("check", "second");
        assertThat(check.exitCode()).as(mistake + check.output()).isNotZero();
        assertThat(check.errors())
            .as(mistake.toString())
            .contains(mistake.error())
            .contains("SAFE   nothing was changed")
            .contains("NEXT   ")
            .doesNotContain("Exception");
      }
      Files.writeString(shop.stackFile(), right);
      assertThat(shop.run("check", "no-such-revision").errors())
          .contains("there is no revision \"no-such-revision\"");
      Shell.run(shop.folder(), "echo >> shop/deploy/main.tf");
      assertThat(shop.run("check", "second").output())
          .contains("WARNING the checkout has changes that are not committed")
          .contains("Ready: a run would trip over nothing that can be looked at today.");
      assertUntouched(shop);
    }
  }

  @Test
  @Tag("long")
  void whatTheNewRevisionLacksIsFoundInItAndWhatOnlyTheNewStackCanAnswerIsNamed()
      throws IOException {
    try (Shop shop = Shop.prepare()) {
      Finished ready = shop.run("check", "second");
      assertThat(ready.exitCode()).as(ready.errors()).isZero();
      assertThat(ready.output())
          .contains("Only the new stack can answer:")
          .contains("  the values of ${output.home}, ${output.web_port}, ${output.database_port}")
          .contains("  whether it has what migrate 1 needs: environment file " + shop.home())
          .containsPattern("Ready: .* [0-9]+ questions left to the new stack");
      assertThat(shop.run("check", "second", "--json").output().lines())
          .anyMatch(line -> line.startsWith("{\"type\":\"later\",\"text\":\"whether it has"));
      Shell.run(
          shop.folder().resolve("shop"),
          """
          git checkout -q --detach second
          sed -i 's/output "web_port"/output "port_of_web"/' deploy/main.tf
          git rm -q deploy/preview
          git add -A && git -c user.name=t -c user.email=t@example.org commit -q -m third && git tag third
          """);
      Files.writeString(
          shop.stackFile(),
          Files.readString(shop.stackFile())
              .replace("quiesce: [ ", "quiesce: [ { run: [deploy/preview] }, "));
      Finished lacking = shop.run("check", "third");
      assertThat(lacking.exitCode()).isEqualTo(20);
      assertThat(lacking.errors())
          .contains("2 things stand in the way:")
          .contains("health 1: ${output.web_port}: the new revision declares no such output")
          .containsPattern("quiesce 1: there is no program \\S+/new/deploy/preview to be run");
      assertUntouched(shop);
    }
  }

  @Test
  void whatHasNothingToDoWithEachOtherIsSaidAtOnce() throws IOException {
    try (Shop shop = Shop.prepare()) {
      String right = Files.readString(shop.stackFile());
      Files.writeString(
          shop.stackFile(),
          right
              .replace("terraform_data.uploads: saved", "terraform_data.upload: saved")
              .replace("[uploads]", "[uploads, missing]")
              .replace("database/admin-password", "database/shop-password")
              .replace("  - run:", "  - user: nobody-here\n    run:")
              .replace("file:password", "file:place"));
      Finished check = shop.run("check", "no-such-revision");
      assertThat(check.exitCode()).isEqualTo(20);
      assertThat(check.errors())
          .contains("7 things stand in the way:")
          .contains("terraform_data.uploads may hold state")
          .contains("does not hold terraform_data.upload")
          .contains("there is no " + shop.home().resolve("missing") + " that could be read")
          .contains("check the password of postgres for databases.app")
          .contains("there is no user nobody-here on this machine")
          .contains("there is no revision \"no-such-revision\"")
          .contains("the password opens none")
          .contains("SAFE   nothing was changed");
      assertThat(shop.run("check", "no-such-revision", "--json").output().lines())
          .filteredOn(line -> line.startsWith("{\"type\":\"problem\""))
          .hasSize(7);
      Files.writeString(shop.stackFile(), right);
      theMachineIsNotFit(shop);
      theRepositoryIsLocked(shop);
      assertUntouched(shop);
    }
  }

  /** Seen from a mount namespace, in which PostgreSQL is older and a disk is small. */
  private static void theMachineIsNotFit(Shop shop) throws IOException {
    Path old = Files.createDirectories(shop.folder().resolve("old/14/bin"));
    Shell.run(
        old,
        "for name in pg_dump pg_restore initdb postgres; do printf '#!/bin/sh\\n"
            + "echo \"%s (PostgreSQL) 14.9\"\\n"
            + "' $name > $name; chmod 755 $name; done");
    Finished check =
        Command.of("unshare", "--mount", "bash", "-c")
            .and(
                "mount --bind old /usr/lib/postgresql && mkdir small && mount -t tmpfs -o size=1m"
                    + " tmpfs small && exec \"$@\"")
            .and("test", "env", "REHOME_SCRATCH=" + shop.folder().resolve("small"))
            .and(shop.rehome("check", "second").arguments().toArray(String[]::new))
            .with("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .in(shop.folder())
            .run(Shop.LIMIT);
    assertThat(check.exitCode()).as(check.output()).isEqualTo(20);
    assertThat(check.errors())
        .contains("pg_dump of version ")
        .contains("this machine has only version 14")
        .contains("too little room for the proof's databases in " + shop.folder() + "/small")
        .doesNotContain("too little room for dumps");
  }

  private static void theRepositoryIsLocked(Shop shop) throws IOException {
    byte[] password = Files.readString(shop.folder().resolve("password")).strip().getBytes(UTF_8);
    try (var repository =
            Repository.open(new LocalBackend(shop.folder().resolve("backups")), password);
        var lock = RepositoryLock.take(repository, RepositoryLock.Mode.EXCLUSIVE)) {
      assertThat(lock).isNotNull();
      Finished check = shop.run("check", "second");
      assertThat(check.exitCode()).isEqualTo(20);
      assertThat(check.errors()).contains(" is locked exclusively by ");
    }
    assertThat(shop.run("check", "second").exitCode()).isZero();
  }

  @Test
  void anEmptyStateIsAnError() throws IOException {
    try (Shop shop = Shop.prepare()) {
      Shell.run(
          shop.folder(),
          "mkdir -p empty/terraform.tfstate.d/production && sed -i 's#state: live/deploy#state:"
              + " empty#' rehome.yaml");
      Finished check = shop.run("check", "second");
      assertThat(check.exitCode()).isEqualTo(20);
      assertThat(check.errors()).contains("the infrastructure's state is empty");
      Finished run = shop.run("run", "second", "--approve", "shop");
      assertThat(run.exitCode()).isEqualTo(20);
      assertUntouched(shop);
    }
  }

  @Test
  @Tag("long")
  void aRevisionThatIsNotPushedIsAnError() throws IOException {
    try (Shop shop = Shop.prepare()) {
      Shell.run(
          shop.folder(),
          """
          git init -q --bare remote.git
          cd shop && git remote add origin ../remote.git && git push -q origin first:refs/heads/main
          sed -i 's/^  git: shop/  git: shop\\n  remote: origin/' ../rehome.yaml
          """);
      Finished check = shop.run("check", "second");
      assertThat(check.exitCode()).isEqualTo(20);
      assertThat(check.errors()).contains("is not pushed to origin");
      Shell.run(shop.folder().resolve("shop"), "git push -q origin second:refs/heads/main");
      assertThat(shop.run("check", "second").exitCode()).isZero();
    }
  }
}
