package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.infrastructure.DestroyPlan.Doomed;
import dev.rehome.infrastructure.DestroyPlan.Fate;
import dev.rehome.stack.Stack;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
  private static final JsonNode PLAIN = Json.tree("{}");

  private static Classification classify(
      Map<String, Stack.Fate> declared, String address, String type, String before) {
    var classification = new Classification(declared, Set.of("terraform_data.mine"));
    classification.add(address, type, Json.tree(before), false);
    return classification;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google_sql_database_instance",
        "google_storage_bucket",
        "google_compute_disk",
        "google_kms_crypto_key",
        "google_secret_manager_secret",
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_s3_bucket",
        "aws_ebs_volume",
        "aws_efs_file_system",
        "aws_dynamodb_table",
        "aws_elasticache_cluster",
        "azurerm_postgresql_flexible_server_database",
        "azurerm_managed_disk",
        "digitalocean_database_cluster",
        "random_password",
        "tls_private_key"
      })
  void whatHoldsStateHasToBeDeclared(String type) {
    assertThat(classify(Map.of(), type + ".a", type, "{}").problems)
        .singleElement()
        .asString()
        .contains("may hold state: declare it saved, kept or disposable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google_compute_instance",
        "google_compute_firewall",
        "google_storage_bucket_iam_member",
        "aws_instance",
        "aws_s3_bucket_policy",
        "aws_db_subnet_group",
        "aws_key_pair",
        "terraform_data"
      })
  void whatHoldsNoneNeedNot(String type) {
    Classification classification = classify(Map.of(), type + ".a", type, "{}");
    assertThat(classification.problems).isEmpty();
    assertThat(classification.doomed)
        .containsExactly(new Doomed(type + ".a", type, Fate.STATELESS));
  }

  @Test
  void aResourceWithProvisionersMayHoldAnything() {
    assertThat(classify(Map.of(), "terraform_data.mine[0]", "terraform_data", "{}").problems)
        .hasSize(1);
  }

  @Test
  void theStackFileSaysByAddressAndPattern() {
    Map<String, Stack.Fate> declared =
        Map.of(
            "module.*.aws_db_instance.main",
            Stack.Fate.SAVED,
            "aws_s3_bucket.logs",
            Stack.Fate.KEPT);
    assertThat(classify(declared, "module.a.aws_db_instance.main", "aws_db_instance", "{}").doomed)
        .extracting(Doomed::fate)
        .containsExactly(Fate.SAVED);
    assertThat(classify(declared, "aws_s3_bucket.logs", "aws_s3_bucket", "{}").problems)
        .containsExactly("aws_s3_bucket.logs is declared kept, and the plan would destroy it");
    assertThat(classify(declared, "aws_s3_bucket.logs2", "aws_s3_bucket", "{}").problems)
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deletion_protection\": true}",
        "{\"settings\": [{\"deletion_protection_enabled\": true}]}"
      })
  void deletionProtectionIsFoundBeforehand(String before) {
    assertThat(
            classify(Map.of("a.*", Stack.Fate.SAVED), "a.b", "google_sql_database_instance", before)
                .problems)
        .singleElement()
        .asString()
        .contains("protected against deletion");
  }

  @Test
  void aBucketThatHasToBeEmptyIsAWarning() {
    assertThat(
            classify(
                    Map.of("a.*", Stack.Fate.SAVED),
                    "a.b",
                    "google_storage_bucket",
                    "{\"force_destroy\": false}")
                .warnings)
        .hasSize(1);
  }

  @Test
  void aTaintedResourceKeepsItsDestroyProvisionersFromRunning() {
    var classification =
        new Classification(
            Map.of("terraform_data.mine", Stack.Fate.SAVED), Set.of("terraform_data.mine"));
    classification.add("terraform_data.mine", "terraform_data", PLAIN, true);
    assertThat(classification.problems).singleElement().asString().contains("is tainted");
  }
}
