package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.proof.DestroyPlan.Doomed;
import dev.rehome.proof.DestroyPlan.Fate;
import dev.rehome.stack.Stack;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
  private static final JsonNode PLAIN = Json.tree("{}");
  private static final Saveable ALL = new Saveable(true, true, true, true);

  private static Classification classify(
      Map<String, Stack.Fate> declared, String address, String type, String before) {
    return classify(declared, ALL, address, type, before);
  }

  private static Classification classify(
      Map<String, Stack.Fate> declared,
      Saveable saved,
      String address,
      String type,
      String before) {
    var classification =
        new Classification(
            new Declarations(declared),
            Set.of("terraform_data.mine", "aws_route53_record.a"),
            saved);
    classification.add(address, type, Json.tree(before), false);
    return classification;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google_sql_database_instance",
        "google_sql_database",
        "google_sql_user",
        "google_storage_bucket",
        "google_storage_bucket_object",
        "google_compute_disk",
        "google_compute_instance", // its boot disk
        "google_compute_instance_group_manager",
        "google_container_cluster",
        "google_kms_crypto_key",
        "google_secret_manager_secret",
        "google_service_account_key",
        "google_dns_managed_zone",
        "google_alloydb_cluster",
        "google_project",
        "aiven_pg",
        "helm_release",
        "kubernetes_namespace",
        "kubernetes_stateful_set",
        "kubernetes_secret",
        "aws_instance",
        "aws_autoscaling_group",
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_s3_bucket",
        "aws_ebs_volume",
        "aws_efs_file_system",
        "aws_dynamodb_table",
        "aws_elasticache_cluster",
        "aws_cloudwatch_log_group",
        "aws_route53_zone",
        "azurerm_resource_group",
        "azurerm_linux_virtual_machine",
        "azurerm_postgresql_flexible_server_database",
        "azurerm_managed_disk",
        "digitalocean_database_cluster",
        "digitalocean_droplet",
        "hcloud_server",
        "random_password",
        "random_id",
        "tls_private_key",
        "a_type_that_nobody_knows"
      })
  void whatIsNotKnownToHoldNothingHasToBeDeclared(String type) {
    assertThat(classify(Map.of(), type + ".a", type, "{}").problems)
        .singleElement()
        .asString()
        .contains("may hold state: declare it saved, kept or disposable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google_compute_firewall",
        "google_compute_instance_template",
        "google_storage_bucket_iam_member",
        "google_project_iam_binding",
        "aws_s3_bucket_policy",
        "aws_db_subnet_group",
        "aws_key_pair",
        "aws_route53_record",
        "azurerm_subnet",
        "cloudflare_record",
        "kubernetes_service",
        "local_file",
        "time_sleep",
        "null_resource",
        "terraform_data"
      })
  void whatHoldsNoneNeedNot(String type) {
    Classification classification = classify(Map.of(), type + ".b", type, "{}");
    assertThat(classification.problems).isEmpty();
    assertThat(classification.doomed)
        .containsExactly(new Doomed(type + ".b", type, Fate.STATELESS));
  }

  @Test
  void aNewAddressIsAWarning() {
    Classification classification =
        classify(Map.of(), "google_compute_address.web", "google_compute_address", "{}");
    classification.add("aws_eip.web", "aws_eip", PLAIN, false);
    classification.warnOfNewAddresses();
    assertThat(classification.problems).isEmpty();
    assertThat(classification.warnings)
        .singleElement()
        .asString()
        .endsWith("somebody outside of it may know: google_compute_address.web, aws_eip.web");
  }

  @ParameterizedTest
  @CsvSource({"terraform_data.mine[0],terraform_data", "aws_route53_record.a,aws_route53_record"})
  void aResourceWithProvisionersMayHoldAnything(String address, String type) {
    assertThat(classify(Map.of(), address, type, "{}").problems).hasSize(1);
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
  @CsvSource({
    "false,true,true,true,google_sql_database_instance,no database that is saved",
    "true,false,true,true,aws_s3_bucket,no files that are saved",
    "false,false,false,true,google_compute_instance,'no database, files or images'",
    "false,false,false,true,helm_release,'no database, files or images'",
    "true,false,true,false,random_password,neither keep-secrets nor files",
    "true,true,true,true,google_kms_crypto_key,no backup can hold such a key"
  })
  void whatIsSavedHasToBeInSomethingThatIs(
      boolean databases, boolean files, boolean images, boolean secrets, String type, String why) {
    var saved = new Saveable(databases, files, images, secrets);
    Map<String, Stack.Fate> declared = Map.of("*", Stack.Fate.SAVED);
    assertThat(classify(declared, saved, type + ".a", type, "{}").problems)
        .singleElement()
        .asString()
        .startsWith(type + ".a is declared saved, and ")
        .contains(why);
    if (!type.contains("kms")) {
      assertThat(classify(declared, ALL, type + ".a", type, "{}").problems).isEmpty();
    }
    assertThat(classify(declared, saved, "time_sleep.a", "time_sleep", "{}").problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deletion_protection\": true}",
        "{\"disable_api_termination\": true}",
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
                    Map.of("a.*", Stack.Fate.DISPOSABLE),
                    "a.b",
                    "google_storage_bucket",
                    "{\"force_destroy\": false}")
                .warnings)
        .hasSize(1);
  }

  @Test
  void aTaintedResourceKeepsItsDestroyProvisionersFromRunning() {
    Classification classification =
        classify(
            Map.of("terraform_data.mine", Stack.Fate.SAVED),
            "terraform_data.other",
            "terraform_data",
            "{}");
    classification.add("terraform_data.mine", "terraform_data", PLAIN, true);
    assertThat(classification.problems).singleElement().asString().contains("is tainted");
  }
}
