package dev.rehome.database;

import java.util.Optional;

/**
 * Something that belongs to a database and is in no dump of it: a setting or right of the database
 * as a whole, or a role that it needs. Never a password.
 *
 * @param of the role that it concerns; empty if it concerns the database
 * @param name of the setting, or of the role that another is a member of; else empty
 * @param value what it is set to; of a role its attributes as CREATE ROLE has them
 */
public record Global(Kind kind, Optional<String> of, String name, String value) {
  /** What kind of thing it is. */
  public enum Kind {
    ROLE,
    ROLE_COMMENT,
    /** {@code of} is a member of {@code name}. */
    MEMBERSHIP,
    ROLE_SETTING,
    ROLE_SETTING_HERE,
    DATABASE_SETTING,
    /** Of the role, or of PUBLIC. */
    DATABASE_PRIVILEGES,
    /**
     * The same, on schema public. A dump holds them only if its program is of the server's version:
     * up to 14 the schema came with other ones, and newer programs write for newer servers.
     */
    PUBLIC_SCHEMA_PRIVILEGES,
    DATABASE_COMMENT,
    /** Who owns it: where it is restored that is the user that the stack file names. */
    DATABASE_OWNER,
    CONNECTION_LIMIT,
    /** Of the role, or of the database, by the provider {@code name}. */
    SECURITY_LABEL,
    /** In use; loading puts its tables into the default one if the target has none of the name. */
    TABLESPACE
  }

  public static final String PUBLIC = "PUBLIC";

  /** What it is, without what it is set to. */
  public String title() {
    String role = of.orElse("");
    return switch (kind) {
      case ROLE -> "role " + role;
      case ROLE_COMMENT -> "comment on role " + role;
      case MEMBERSHIP -> "membership of role " + role + " in " + name;
      case ROLE_SETTING -> "setting " + name + " of role " + role;
      case ROLE_SETTING_HERE -> "setting " + name + " of role " + role + " in this database";
      case DATABASE_SETTING -> "setting " + name + " of the database";
      case DATABASE_PRIVILEGES -> "privileges of " + role + " on the database";
      case PUBLIC_SCHEMA_PRIVILEGES -> "privileges of " + role + " on schema public";
      case DATABASE_OWNER -> "owner of the database";
      case DATABASE_COMMENT -> "comment on the database";
      case CONNECTION_LIMIT -> "connection limit of the database";
      case SECURITY_LABEL ->
          name + " security label of " + of.map(each -> "role " + each).orElse("the database");
      case TABLESPACE -> "tablespace " + name;
    };
  }

  /**
   * Whether it has to be the same elsewhere. A role's attributes and tablespaces are the server's:
   * who provisioned that may have decided otherwise.
   */
  public boolean compared() {
    return kind != Kind.ROLE && kind != Kind.TABLESPACE && kind != Kind.DATABASE_OWNER;
  }
}
