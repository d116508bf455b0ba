package dev.rehome.proof;

import java.util.Locale;

/** A proof as one readable page. */
public final class ProofPage {
  private ProofPage() {}

  public static String of(Proof proof) {
    var page = new StringBuilder();
    page.append("Proof of backup ").append(proof.backup()).append(" of ").append(proof.stack());
    page.append("\nMade ").append(proof.at()).append(" by ").append(proof.by());
    page.append(String.format(Locale.ROOT, " in %.1f s%n%n", proof.seconds()));
    for (Proof.DatabaseProof database : proof.databases()) {
      page.append("Database ").append(database.key()).append('\n');
      page.append("  loaded into a scratch server, ").append(database.restoredOn()).append('\n');
      page.append(
          String.format(
              Locale.ROOT,
              "  equal: %,d tables, %,d rows (number and digest of each table's), %,d sequences,"
                  + " %,d definitions%n",
              database.tables(),
              database.rows(),
              database.sequences(),
              database.schemaEntries()));
      database
          .notCompared()
          .forEach(name -> page.append("  not compared: ").append(name).append('\n'));
    }
    page.append("Files\n");
    page.append(
        String.format(
            Locale.ROOT,
            "  read back from the repository, every byte against its hash: %,d files, %,d bytes%n",
            proof.files().files(),
            proof.files().bytes()));
    proof
        .files()
        .images()
        .ifPresent(
            images ->
                page.append(
                    String.format(
                        Locale.ROOT,
                        "Images%n  read back from the repository, layer by layer: %,d; given out by"
                            + " their registries when the backup was made: %,d%n",
                        images.stored(),
                        images.pulled())));
    page.append("Independent reader\n  ");
    page.append(proof.reader().program())
        .append(": ")
        .append(proof.reader().outcome().text())
        .append('\n');
    page.append("\nInventory compared with: SHA-256 ").append(proof.inventory()).append('\n');
    return page.toString();
  }
}
