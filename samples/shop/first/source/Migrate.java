import org.flywaydb.core.Flyway;

/** Brings the database to this revision's schema. */
public final class Migrate {
  private Migrate() {}

  public static void main(String[] arguments) {
    Flyway.configure()
        .dataSource(System.getenv("SHOP_DATABASE"), "shop", System.getenv("SHOP_PASSWORD"))
        .locations("filesystem:" + arguments[0])
        .load()
        .migrate();
  }
}
