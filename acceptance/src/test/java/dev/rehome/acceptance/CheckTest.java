package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
          new Mistake("[shop.tfvars]", "[missing.tfvars]", "missing.tfvars"),
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
          new Mistake("[uploads]", "[uploads, missing]", "there is no "),
          new Mistake("location: backups", "location: nowhere", "there is no repository at"),
          new Mistake("file:password", "file:place", "the password opens none"));

  @Test
  void everyMistakeIsNamedAndNothingChanges() throws IOException {
    try (Shop shop = Shop.prepare()) {
      String right = Files.readString(shop.stackFile());
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
          .contains("Ready: a run would trip over nothing.");
      assertUntouched(shop);
    }
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
