package dev.rehome.redeployment.check;

import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.database.Rehearsal.Definition;
import dev.rehome.database.Rehearsal.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A preview as one readable page. */
public final class PreviewPage {
  private PreviewPage() {}

  public static String of(Preview preview) {
    var page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            "Preview of the migrations of %s on backup %s%nTook %.1f s on a copy, made %s%n",
            preview.revision(),
            preview.backup(),
            preview.seconds(),
            preview.at()));
    for (Preview.Ran ran : preview.commands()) {
      page.append(String.format(Locale.ROOT, "  %7.1f s  %s%n", ran.seconds(), ran.command()));
    }
    for (Preview.OfDatabase database : preview.databases()) {
      page.append("\nDatabase ").append(database.key()).append('\n');
      section(page, "Destroys", destroyed(database));
      section(page, "Rewrites", rewritten(database));
      section(page, "Rows changed (undone work counted)", rows(database));
      section(page, "Locks against readers or writers", locks(database));
      section(
          page,
          "Slowest definitions",
          database.activity().definitions().stream()
              .sorted((one, other) -> Double.compare(other.seconds(), one.seconds()))
              .limit(5)
              .filter(each -> each.seconds() >= 0.1)
              .map(each -> String.format(Locale.ROOT, "%.1f s  %s", each.seconds(), brief(each)))
              .toList());
    }
    section(page, "\nLost by the certificate's rules", lost(preview));
    section(
        page,
        "\nDifferences that the migrations explain",
        preview.certificate().differences().stream()
            .filter(each -> !each.loss())
            .map(PreviewPage::sentence)
            .toList());
    if (preview.idle()) {
      page.append(
          "\n"
              + "Nothing was changed. Does preview use REHOME_DATABASE_…, or is there nothing to"
              + " run?\n");
    }
    return page.toString();
  }

  private static List<String> destroyed(Preview.OfDatabase database) {
    var all = new ArrayList<String>();
    database
        .activity()
        .definitions()
        .forEach(each -> each.dropped().forEach(what -> all.add(what + ", by " + brief(each))));
    database.activity().tables().stream()
        .filter(table -> table.deleted() > 0)
        .map(table -> String.format(Locale.ROOT, "%,d rows of %s", table.deleted(), table.table()))
        .forEach(all::add);
    return all;
  }

  private static List<String> rewritten(Preview.OfDatabase database) {
    return database.activity().tables().stream()
        .filter(Touched::rewritten)
        .map(Touched::table)
        .toList();
  }

  private static List<String> rows(Preview.OfDatabase database) {
    return database.activity().tables().stream()
        .filter(table -> table.inserted() + table.updated() + table.deleted() != 0)
        .map(
            table ->
                String.format(
                    Locale.ROOT,
                    "%s: %,d inserted, %,d updated, %,d deleted",
                    table.table(),
                    table.inserted(),
                    table.updated(),
                    table.deleted()))
        .toList();
  }

  private static List<String> locks(Preview.OfDatabase database) {
    return database.activity().definitions().stream()
        .flatMap(each -> each.locks().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** What would stop a run at its certificate. */
  public static List<String> lost(Preview preview) {
    return preview.certificate().differences().stream()
        .filter(Difference::loss)
        .map(PreviewPage::sentence)
        .toList();
  }

  private static String sentence(Difference difference) {
    return difference.what() + " " + difference.explanation();
  }

  private static String brief(Definition definition) {
    String text = definition.text().strip().replaceAll("\\s+", " ");
    return text.length() > 100 ? text.substring(0, 99) + "…" : text;
  }

  private static void section(StringBuilder page, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      page.append(title).append(":\n");
      lines.forEach(each -> page.append("  ").append(each).append('\n'));
    }
  }
}
