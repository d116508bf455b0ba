package dev.rehome.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.proof.DestroyPlan.Doomed;
import dev.rehome.proof.DestroyPlan.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryInsideTest {
  @TempDir Path machine = Path.of("");

  private static State state(String address, String attributes) {
    String type = address.split("\\.")[0];
    return new State(
        "L", 1, Map.of(), List.of(new State.Resource(address, type, false, Json.tree(attributes))));
  }

  private static List<String> reasons(RepositoryInside inside, String address, String attributes) {
    State state = state(address, attributes);
    List<Doomed> doomed = List.of(new Doomed(address, address.split("\\.")[0], Fate.SAVED));
    return inside.reasons(state, doomed, List.of());
  }

  private static RepositoryInside at(String location) {
    return new RepositoryInside(location, Optional.empty(), Optional.empty());
  }

  private RepositoryInside in(Path folder) {
    return RepositoryInside.of(folder.toString(), Optional.of(folder));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "gs://backups/shop            | google_storage_bucket.b            | {'name': 'backups'}",
        "gs://backups                 | google_storage_bucket.b            | {'name': 'backups'}",
        "gs://backups/shop            | google_storage_bucket_iam_member.b | {'bucket': 'backups'}",
        "gs://backups/shop            | google_storage_bucket_iam_member.b | {'bucket':"
            + " 'b/backups'}",
        "s3://backups/shop            | aws_s3_bucket.b                    | {'id': 'backups',"
            + " 'bucket': 'backups'}",
        "s3://backups/shop            | aws_s3_object.b                    | {'bucket': 'backups',"
            + " 'key': 'shop/config'}",
        "s3:https://10.0.0.9:9000/b/x | minio_s3_bucket.b                  | {'bucket': 'b'}",
        "s3:https://10.0.0.9:9000/b/x | google_compute_instance.store      | {'network_interface':"
            + " [{'network_ip': '10.0.0.9'}]}",
        "s3:https://store.example/b/x | digitalocean_record.store          | {'fqdn':"
            + " 'store.example'}",
        "az://backups/shop            | azurerm_storage_container.b        | {'name': 'backups',"
            + " 'id': 'https://a.blob/backups'}",
        "gs://backups/shop            | aiven_object_storage.b             | {'name': 'backups'}",
      })
  void aBucketOrItsServerIsFound(String location, String address, String attributes) {
    assertThat(reasons(at(location), address, attributes.replace('\'', '"')))
        .singleElement()
        .asString()
        .startsWith("the repository " + location + " is among what would be destroyed: " + address);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "gs://backups/shop             | google_storage_bucket.b         | {'name':"
            + " 'backups-of-others'}",
        "gs://backups/shop             | google_compute_network.b        | {'name': 'backups'}",
        "s3://backups/shop             | aws_s3_object.b                 | {'bucket': 'backups',"
            + " 'key': 'other/config'}",
        "s3:http://127.0.0.1:9000/b/x  | terraform_data.b                | {'input': {'host':"
            + " '127.0.0.1'}}",
      })
  void whatOnlyLooksLikeItIsNot(String location, String address, String attributes) {
    assertThat(reasons(at(location), address, attributes.replace('\'', '"'))).isEmpty();
  }

  @Test
  void whatStaysIsNotLookedAt() {
    State state = state("google_storage_bucket.b", "{\"name\": \"backups\"}");
    assertThat(at("gs://backups/shop").reasons(state, List.of(), List.of())).isEmpty();
  }

  @Test
  void whatIsDoomedAndNotInTheStateIsLookedForInAll() {
    State state = state("stack", "{\"bucket\": \"backups\"}");
    List<Doomed> doomed = List.of(new Doomed("all that \"x\" destroys", "commands", Fate.SAVED));
    assertThat(at("gs://backups/shop").reasons(state, doomed, List.of())).hasSize(1);
  }

  @Test
  void aFolderIsFound() throws IOException {
    Path repository = Files.createDirectories(machine.resolve("data/backups"));
    Path link = Files.createSymbolicLink(machine.resolve("link"), machine.resolve("data"));
    for (String attributes :
        List.of(
            "{\"filename\": \"%s/config\"}".formatted(repository),
            "{\"input\": {\"value\": \"%s\"}}".formatted(repository),
            "{\"path\": \"%s\"}".formatted(machine.resolve("data")),
            "{\"triggers\": {\"SHOP_HOME\": \"%s/\"}}".formatted(machine.resolve("data")),
            "{\"mountpoint\": \"%s\"}".formatted(link),
            "{\"filename\": \"%s/backups/index\"}".formatted(link))) {
      assertThat(reasons(in(repository), "local_file.a", attributes)).as(attributes).hasSize(1);
    }
    for (String attributes :
        List.of(
            "{\"filename\": \"%s/stack/config\"}".formatted(machine.resolve("data")),
            "{\"note\": \"%s\"}".formatted(machine.resolve("data")),
            "{\"path\": \"/\"}",
            "{\"path\": \"data\"}")) {
      assertThat(reasons(in(repository), "local_file.a", attributes)).as(attributes).isEmpty();
    }
  }

  @Test
  void aFolderInOneOfTheStacksIsFound() throws IOException {
    Path repository = Files.createDirectories(machine.resolve("srv/uploads/backups"));
    assertThat(
            in(repository)
                .reasons(
                    new State("", 0, Map.of(), List.of()),
                    List.of(),
                    List.of(machine.resolve("srv/uploads"), machine.resolve("srv/other"))))
        .singleElement()
        .asString()
        .endsWith("it is in " + machine.resolve("srv/uploads") + ", which is part of the stack");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "10.0.0.5:/share      | google_filestore_instance.f | {'networks': [{'ip_addresses':"
            + " ['10.0.0.5']}]}",
        "me@files.example:/b  | aws_efs_file_system.f       | {'dns_name': 'files.example'}",
        "backups              | google_storage_bucket.b     | {'name': 'backups'}"
      })
  void whatItsFileSystemIsOfIsFound(String mounted, String address, String attributes) {
    var inside =
        new RepositoryInside(
            "/mnt/backups", Optional.of(Path.of("/mnt/backups")), Optional.of(mounted));
    assertThat(reasons(inside, address, attributes.replace('\'', '"'))).hasSize(1);
    assertThat(reasons(inside, address, "{\"name\": \"other\"}")).isEmpty();
  }

  @Test
  void aDiskIsKnownByItsNames() throws IOException {
    Path byId = Files.createDirectories(machine.resolve("by-id"));
    Path device = Files.createFile(machine.resolve("sdb1"));
    Files.createSymbolicLink(byId.resolve("google-shop-data-part1"), device);
    Files.createSymbolicLink(byId.resolve("google-other"), machine.resolve("gone"));
    assertThat(Disks.names(device.toString(), byId)).containsExactly("google-shop-data");
    assertThat(Disks.names("overlay", byId)).isEmpty();
  }
}
