package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.infrastructure.DestroyPlan.Doomed;
import dev.rehome.infrastructure.DestroyPlan.Fate;
import dev.rehome.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says of everything in a destroy plan what becomes of the state in it. */
final class Classification {
  /** Words in the types of resources that hold state, whoever the provider is. */
  private static final Pattern STATEFUL =
      Pattern.compile(
          ".*(sql|database|_db_|rds|dynamodb|docdb|neptune|mongo|redis|memcache|elasticache|memorydb"
              + "|bigtable|bigquery|spanner|firestore|redshift|cosmos|opensearch|elasticsearch"
              + "|bucket|storage_(account|blob|share)|s3_object|disk|volume|ebs|efs|fsx|filestore"
              + "|file_share|snapshot|backup|kms|crypto|key_vault|_key$|_key_ring|secret|password"
              + "|private_key|random_|queue|kafka|kinesis|pubsub|registry|repository|ssm_parameter).*");

  /** Rights and settings whose names hold such words, and which hold nothing themselves. */
  private static final Pattern STATELESS =
      Pattern.compile(
          ".*(_iam_(member|binding|policy)|_policy|_acl|_attachment|_subnet_group|_parameter_group"
              + "|_security_group|_policy_attachment|_grant|_public_access_block|_versioning"
              + "|_lifecycle_configuration|key_pair)$");

  private static final Set<String> ANYTHING = Set.of("terraform_data", "null_resource");

  private final Map<String, Stack.Fate> declared;
  private final Set<String> provisioned;
  final List<Doomed> doomed = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /**
   * @param declared patterns of addresses and what the stack file says of them
   * @param provisioned addresses in the configuration that have provisioners, which may do anything
   */
  Classification(Map<String, Stack.Fate> declared, Set<String> provisioned) {
    this.declared = declared;
    this.provisioned = provisioned;
  }

  void add(String address, String type, JsonNode before, boolean tainted) {
    Fate fate = fate(address, type);
    doomed.add(new Doomed(address, type, fate));
    if (fate == Fate.UNCLASSIFIED) {
      problems.add(
          address
              + " may hold state: declare it saved, kept or disposable in"
              + " infrastructure.terraform.resources");
    }
    if (fate == Fate.KEPT) {
      problems.add(address + " is declared kept, and the plan would destroy it");
    }
    if (protection(before)) {
      problems.add(address + " is protected against deletion: destroying would fail half way");
    }
    if (before.path("force_destroy").isBoolean() && !before.path("force_destroy").asBoolean()) {
      warnings.add(address + " can only be destroyed while it is empty (force_destroy is false)");
    }
    if (tainted && provisioned(address)) {
      problems.add(
          address
              + " is tainted, so its destroy provisioners would not run and leave things behind:"
              + " untaint it");
    }
  }

  private boolean provisioned(String address) {
    return provisioned.contains(address.replaceAll("\\[[^]]*]", ""));
  }

  private static boolean protection(JsonNode before) {
    return before.path("deletion_protection").asBoolean(false)
        || before.path("enable_deletion_protection").asBoolean(false)
        || before.at("/settings/0/deletion_protection_enabled").asBoolean(false);
  }

  private Fate fate(String address, String type) {
    Optional<Stack.Fate> said =
        declared.entrySet().stream()
            .filter(entry -> matches(entry.getKey(), address))
            .map(Map.Entry::getValue)
            .findFirst();
    if (said.isPresent()) {
      return Fate.valueOf(said.get().name());
    }
    boolean anything = ANYTHING.contains(type) && provisioned(address);
    boolean stateful = STATEFUL.matcher(type).matches() && !STATELESS.matcher(type).matches();
    return anything || stateful ? Fate.UNCLASSIFIED : Fate.STATELESS;
  }

  static boolean matches(String pattern, String address) {
    return Pattern.matches(
        String.join(".*", List.of(pattern.split("\\*", -1)).stream().map(Pattern::quote).toList()),
        address);
  }
}
