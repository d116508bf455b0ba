package dev.rehome.certificate;

import dev.rehome.certificate.Certificate.Difference;
import java.util.ArrayList;
import java.util.List;

/** Gathers what was compared into a certificate. */
public final class CertificateTaking {
  private final List<Difference> differences = new ArrayList<>();
  private long tables;
  private long rows;
  private long files;

  public void database(long comparedTables, long comparedRows, List<Difference> found) {
    tables += comparedTables;
    rows += comparedRows;
    differences.addAll(found);
  }

  public void files(long compared, List<Difference> found) {
    files += compared;
    differences.addAll(found);
  }

  public Certificate certificate() {
    return Certificate.of(tables, rows, files, differences);
  }
}
