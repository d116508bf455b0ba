package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a configuration keeps its state, as {@code init} wrote it down in the data folder. Of the
 * settings only those are told that say where; others may be secrets.
 */
final class Backend {
  private static final Set<String> WHERE =
      Set.of(
          "address",
          "bucket",
          "container_name",
          "endpoint",
          "endpoints",
          "hostname",
          "key",
          "namespace",
          "organization",
          "path",
          "prefix",
          "region",
          "resource_group_name",
          "schema_name",
          "secret_suffix",
          "storage_account_name",
          "subscription_id",
          "workspace_dir",
          "workspace_key_prefix",
          "workspaces");

  private Backend() {}

  /** In words that another machine gives alike. */
  static String place(Path data) {
    Path written = data.resolve("terraform.tfstate");
    if (!Files.exists(written)) {
      return "a local state in the checkout";
    }
    try {
      JsonNode backend = Json.tree(Files.readString(written)).path("backend");
      var settings = new ArrayList<String>();
      for (String name : new TreeSet<>(WHERE)) {
        JsonNode value = backend.path("config").path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.toString().equals("[]")) {
          settings.add(
              name + " " + withoutLogin(value.isValueNode() ? value.asText() : value + ""));
        }
      }
      return "backend " + backend.path("type").asText() + ", " + String.join(", ", settings);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + written, e);
    }
  }

  /** An address may carry a user and a password. */
  private static String withoutLogin(String value) {
    return value.replaceAll("://[^/@\"]*@", "://");
  }
}
