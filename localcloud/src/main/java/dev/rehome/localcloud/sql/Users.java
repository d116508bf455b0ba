package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.User;
import com.google.api.services.sqladmin.model.UsersListResponse;
import dev.rehome.localcloud.http.Refusal;
import java.util.List;
import java.util.Objects;

/** The users of an instance are its server's roles. */
record Users(DatabaseInstance instance, InstanceServer server) {
  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  UsersListResponse list() {
    List<User> users =
        server
            .sql(
                "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname NOT LIKE 'cloudsql%'"
                    + " ORDER BY rolname")
            .stream()
            .map(
                name ->
                    new User()
                        .setKind("sql#user")
                        .setName(name)
                        .setHost("")
                        .setInstance(instance.getName())
                        .setProject(instance.getProject())
                        .setType("BUILT_IN"))
            .toList();
    return new UsersListResponse().setKind("sql#usersList").setItems(users);
  }

  private boolean has(String name) {
    return !server.sql("SELECT 1 FROM pg_roles WHERE rolname = " + literal(name)).isEmpty();
  }

  void insert(User user) {
    String name = Objects.requireNonNullElse(user.getName(), "");
    if (name.isEmpty() || name.startsWith("cloudsql")) {
      throw Refusal.invalid("Invalid user name: " + name);
    }
    if (has(name)) {
      update(name, user);
      return;
    }
    server.sql(
        "CREATE ROLE "
            + quoted(name)
            + " LOGIN CREATEDB CREATEROLE IN ROLE cloudsqlsuperuser"
            + password(user));
    if (server.major() >= 16) { // where making roles no longer is enough to give them
      server.sql(
          "GRANT " + quoted(name) + " TO postgres WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
    }
  }

  private static String password(User user) {
    return user.getPassword() == null ? "" : " PASSWORD " + literal(user.getPassword());
  }

  void update(String name, User user) {
    if (!has(name)) {
      throw new Refusal(404, "userDoesNotExist", "The user " + name + " does not exist.");
    }
    server.sql("ALTER ROLE " + quoted(name) + " LOGIN" + password(user));
  }

  void delete(String name) {
    server.sql("DROP ROLE " + quoted(name));
  }
}
