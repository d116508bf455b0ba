package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.Permits;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.Fate;
import dev.rehome.stack.Stack.TerraformSettings;
import dev.rehome.stack.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real Terraform, and what it has without any provider. */
class TerraformInfrastructureTest {
  private static final References NONE =
      reference -> {
        throw new References.UnresolvedException(reference, "none");
      };

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void configuration() throws IOException {
    Files.createDirectories(folder.resolve("checkout/deploy"));
    Files.writeString(
        folder.resolve("checkout/deploy/main.tf"),
        """
        variable "size" {
          default = "1"
        }
        resource "terraform_data" "web" {
          input = var.size
        }
        output "nothing" {
          value = null
        }
        output "sizes" {
          value = [terraform_data.web.output, null]
        }
        """);
    Files.writeString(folder.resolve("shop.tfvars"), "size = \"2\"\n");
  }

  private TerraformInfrastructure shop(Map<String, String> environment) {
    return shop(List.of("shop.tfvars"), Map.of(), environment);
  }

  private TerraformInfrastructure shop(
      List<String> varFiles, Map<String, Template> variables, Map<String, String> environment) {
    var side = new TerraformSettings.Side("terraform", varFiles);
    var settings =
        new TerraformSettings(
            "deploy",
            Optional.of("state"),
            "default",
            Optional.empty(),
            side,
            side,
            variables,
            Map.of("terraform_data.web", Fate.DISPOSABLE),
            Duration.ofMinutes(5));
    return new TerraformInfrastructure(
        settings,
        side,
        NONE,
        folder,
        folder.resolve("checkout"),
        folder.resolve("own"),
        "a1b2",
        new Saveable(true, true, true, true),
        environment);
  }

  private static void run(Command command) {
    assertThat(command.run(Duration.ofMinutes(2)).exitCode()).isZero();
  }

  private TerraformInfrastructure built() {
    TerraformInfrastructure shop = shop(Map.of());
    run(shop.creating(shop.planCreate()));
    return shop;
  }

  @Test
  void whatWasLookedAtIsDestroyedAndNothingElse() throws IOException {
    TerraformInfrastructure shop = built();
    DestroyPlan plan = shop.planDestroy();
    assertThat(plan.problems()).isEmpty();
    String variables = Files.readString(folder.resolve("shop.tfvars"));
    Files.writeString(folder.resolve("shop.tfvars"), "size = \"3\"\n");
    assertThat(shop.planDestroy().digest()).isNotEqualTo(plan.digest());
    assertThatThrownBy(() -> shop.destroying(plan, Permits.permit(plan)))
        .hasMessageContaining("the saved plan is not the one that was looked at");

    Files.writeString(folder.resolve("shop.tfvars"), variables);
    DestroyPlan now = shop.planDestroy();
    assertThat(now.evidence()).isEqualTo(plan.evidence());
    var permit = Permits.permit(now);
    run(shop.destroying(now, permit));
    assertThat(shop.look().empty()).isTrue();
    assertThatThrownBy(() -> shop.destroying(now, permit)).hasMessageContaining("used before");
  }

  @Test
  void whatWasLookedAtIsBuiltAndNothingElse() throws IOException {
    TerraformInfrastructure shop = shop(Map.of());
    ChangePlan plan = shop.planCreate();
    assertThatThrownBy(() -> shop.creating(new ChangePlan(List.of("a.b"), 0, List.of(), List.of())))
        .hasMessageContaining("the saved plan is not the one that was looked at");
    Files.writeString(folder.resolve("shop.tfvars"), "size = \"3\"\n");
    shop(Map.of()).planCreate(); // another one, in the same folder
    assertThatThrownBy(() -> shop.creating(plan))
        .hasMessageContaining("the saved plan is not the one that was looked at");
    run(shop.creating(shop.planCreate()));
    assertThat(shop.look().resources()).hasSize(1);
  }

  @Test
  void outputsThatAreNullAreNone() {
    State state = built().look();
    assertThat(state.outputs()).containsOnlyKeys("sizes").containsEntry("sizes", "[\"2\",null]");
    assertThat(state.resource("terraform_data.web").orElseThrow().id().orElseThrow())
        .matches("[0-9a-f-]{36}");
    assertThat(state.mentioning("2")).hasSize(1);
    assertThat(state.mentioning("3")).isEmpty();
  }

  @Test
  void aCopyTellsWhatThereWas() {
    TerraformInfrastructure shop = built();
    State before = shop.look();
    byte[] copy = shop.copyOfState().orElseThrow();
    DestroyPlan plan = shop.planDestroy();
    run(shop.destroying(plan, Permits.permit(plan)));
    assertThat(shop.recall(copy)).isEqualTo(before);
    shop.bringState(copy, Set.of()); // older than what is there
    assertThat(shop.look().empty()).isTrue();
  }

  @Test
  void aVariableFileThatIsSwappedIsNoticed() throws IOException {
    TerraformInfrastructure shop = shop(Map.of());
    String before = shop.inputs();
    assertThat(shop(Map.of("PATH", "/bin")).inputs()).isEqualTo(before);
    assertThat(shop(Map.of("TF_VAR_size", "3")).inputs()).isNotEqualTo(before);
    Files.writeString(folder.resolve("shop.tfvars"), "size = \"3\"\n");
    assertThat(shop.inputs()).isNotEqualTo(before);
    assertThat(shop.place()).isEqualTo("workspace default, the state in state");
    Files.delete(folder.resolve("shop.tfvars"));
    assertThatThrownBy(shop::inputs).hasMessageContaining("there is no variable file");
  }

  @Test
  void argumentsFromTheEnvironmentAreRefused() {
    assertThatThrownBy(
            () ->
                shop(Map.of("TF_CLI_ARGS_destroy", "-target=terraform_data.web", "TF_CLI_ARGS", ""))
                    .look())
        .hasMessageEndingWith("may leave half of a stack: TF_CLI_ARGS_destroy");
    assertThat(Meddling.in(Map.of("TF_CLI_ARGS_init", "-backend-config=a.hcl -upgrade"))).isEmpty();
    assertThat(Meddling.in(Map.of("TF_CLI_ARGS_init", "-from-module=a"))).hasSize(1);
    assertThat(Meddling.in(Map.of("TF_CLI_ARGS_plan", "-var-file=a", "TF_CLI_ARGS", "-json")))
        .containsExactly("TF_CLI_ARGS", "TF_CLI_ARGS_plan");
  }

  @Test
  void aBackendIsToldWithoutItsSecrets() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    assertThat(Backend.place(data)).isEqualTo("a local state in the checkout");
    Files.writeString(
        data.resolve("terraform.tfstate"),
        """
        {"version": 3, "backend": {"type": "s3", "config": {"bucket": "states", "key": "shop",
          "region": "eu-west-1", "access_key": "AKIA", "secret_key": "hush", "profile": null,
          "endpoints": [{"s3": "https://me:pw@store.example"}]}}}
        """);
    assertThat(Backend.place(data))
        .isEqualTo(
            "backend s3, bucket states, endpoints [{\"s3\":\"https://store.example\"}],"
                + " key shop, region eu-west-1");
  }

  @Test
  void variablesOfTheStackFileAreInputs() {
    var shops =
        List.of("1", "2").stream()
            .map(size -> shop(List.of(), Map.of("size", Template.plain(size)), Map.of()).inputs())
            .toList();
    assertThat(shops).doesNotHaveDuplicates();
  }
}
