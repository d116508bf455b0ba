package dev.rehome.infrastructure.terraform;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Arguments that the environment adds to Terraform's own. With {@code -target} in one a destroy
 * leaves half, and with {@code -var-file} another stack is built than the stack file says.
 */
final class Meddling {
  private static final String PREFIX = "TF_CLI_ARGS";

  /** What says where the state and the providers are is needed by some, and changes no plan. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "TF_CLI_ARGS_init=(\\s*-(backend-config|plugin-dir|upgrade|get-plugins|lockfile|no-color)(=\\S*)?)*\\s*");

  private Meddling() {}

  /** Names of variables that add something else. */
  static List<String> in(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(each -> each.getKey().startsWith(PREFIX) && !each.getValue().isBlank())
        .filter(each -> !HARMLESS.matcher(each.getKey() + "=" + each.getValue()).matches())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
