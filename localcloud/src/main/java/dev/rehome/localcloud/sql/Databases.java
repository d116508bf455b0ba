package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.DatabasesListResponse;
import dev.rehome.localcloud.http.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The databases on an instance; what the API makes belongs to {@code cloudsqlsuperuser}. */
record Databases(DatabaseInstance instance, InstanceServer server) {
  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  DatabasesListResponse list() {
    return new DatabasesListResponse().setKind("sql#databasesList").setItems(all());
  }

  private List<Database> all() {
    return server
        .sql(
            "SELECT datname, pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE NOT"
                + " datistemplate AND datname <> 'cloudsqladmin' ORDER BY datname")
        .stream()
        .map(row -> Arrays.asList(row.split("\t")))
        .map(
            row ->
                new Database()
                    .setKind("sql#database")
                    .setName(row.get(0))
                    .setCharset(row.get(1))
                    .setCollation(row.get(2))
                    .setInstance(instance.getName())
                    .setProject(instance.getProject()))
        .toList();
  }

  Database get(String name) {
    return all().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("The database " + name + " does not exist."));
  }

  void insert(Database database) {
    String name = Objects.requireNonNullElse(database.getName(), "");
    server.sql(
        "CREATE DATABASE "
            + quoted(name)
            + " OWNER cloudsqlsuperuser TEMPLATE template0 ENCODING "
            + Users.literal(Objects.requireNonNullElse(database.getCharset(), "UTF8"))
            + (database.getCollation() == null
                ? ""
                : " LC_COLLATE "
                    + Users.literal(database.getCollation())
                    + " LC_CTYPE "
                    + Users.literal(database.getCollation())));
  }

  void delete(String name) {
    get(name);
    server.sql("DROP DATABASE " + quoted(name) + " WITH (FORCE)");
  }
}
