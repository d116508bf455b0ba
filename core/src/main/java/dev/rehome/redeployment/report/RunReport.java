package dev.rehome.redeployment.report;

import dev.rehome.certificate.Certificate;
import dev.rehome.redeployment.look.InDoubt;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StepResult.Certified;
import dev.rehome.redeployment.plan.StepResult.DatabasesRestored;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.plan.StepResult.Opened;
import dev.rehome.redeployment.plan.StepResult.Rung;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run as one readable page: what happened when, and what came of it. */
public final class RunReport {
  private static final int SHOWN = 50;

  private RunReport() {}

  /** Writes it beside the journal, and keeps it with the backups; where it is. */
  public static String write(Workshop workshop, Run run) {
    Path file = run.folder().resolve("report.txt");
    byte[] page = page(run.entries()).getBytes(StandardCharsets.UTF_8);
    try {
      Files.write(file, page);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
    workshop.backups().keep("report", run.id().text(), Map.of("report.txt", page));
    return file.toString();
  }

  /** The page, of as much of the run as the entries tell. */
  public static String page(List<Entry> entries) {
    var page = new StringBuilder();
    for (Entry entry : entries) {
      switch (entry.kind()) {
        case STARTED -> {
          RunPlan plan = entry.data(RunPlan.class);
          page.append("Run ").append(plan.run()).append(" of ").append(plan.stack()).append('\n');
          page.append("from revision ").append(plan.from()).append('\n');
          page.append("to revision   ").append(plan.to()).append("\n\n");
        }
        case STAGE_DONE -> page.append(line(entry, "done")).append(result(entry));
        case FAILED ->
            page.append(line(entry, "FAILED"))
                .append(entry.data().map(node -> node.asText().indent(2)).orElse(""));
        case VOIDED -> page.append(line(entry, "void from here on"));
        case ROLLBACK_BEGAN -> page.append(line(entry, "rolling back"));
        case FOLLOWED -> page.append(line(entry, follows(entry.data(String.class))));
        case AMENDED ->
            page.append(line(entry, "on to revision " + entry.data(RunPlan.class).to()));
        case APPROVED -> page.append(line(entry, "approved"));
        case ENDED ->
            page.append(line(entry, "over: " + entry.data().map(node -> node.asText()).orElse("")));
        case NOTED, STAGE_BEGAN, OPERATION_BEGAN, OPERATION_ISSUED, OPERATION_ENDED -> {}
      }
    }
    InDoubt.told(entries).forEach(each -> page.append("See    ").append(each).append('\n'));
    return page.toString();
  }

  private static String follows(String plan) {
    return plan.equals(Strategies.MEND.name())
        ? "making room for another revision"
        : "rolling back";
  }

  private static String line(Entry entry, String what) {
    return String.format(
        Locale.ROOT,
        "%tF %<tT  %-18s %s%n",
        java.util.Date.from(entry.at()),
        entry.stage().orElse(""),
        what);
  }

  private static String result(Entry entry) {
    return switch (Strategies.ALL.stage(entry.stage().orElse("")).map(Stage::word).orElse("")) {
      case "certify" -> certificate(entry.data(Certified.class).certificate());
      case "restore database" -> ladders(entry.data(DatabasesRestored.class));
      case "restore files" -> extra(entry.data(FilesRestored.class).extra());
      case "open" -> opened(entry.data(Opened.class));
      default -> "";
    };
  }

  private static String extra(List<String> paths) {
    var text = new StringBuilder();
    paths.stream()
        .limit(SHOWN)
        .forEach(path -> text.append("  the new stack had made ").append(path).append('\n'));
    if (paths.size() > SHOWN) {
      text.append("  and ").append(paths.size() - SHOWN).append(" more\n");
    }
    return text.toString();
  }

  private static String opened(Opened opened) {
    var text = new StringBuilder("  " + opened.summary() + "\n");
    opened
        .answers()
        .forEach(
            each ->
                text.append(
                    String.format(
                        Locale.ROOT, "  %s answered after %.1f s%n", each.what(), each.seconds())));
    return text.toString();
  }

  private static String ladders(DatabasesRestored restored) {
    var text = new StringBuilder();
    restored
        .ladders()
        .forEach(
            (key, rungs) -> {
              for (Rung rung : rungs) {
                text.append("  ").append(key).append(" from ").append(rung.line()).append('\n');
                rung.notes().forEach(note -> text.append("    ").append(note).append('\n'));
              }
            });
    return text.toString();
  }

  private static String certificate(Certificate certificate) {
    var text = new StringBuilder("  Certificate: " + certificate.sentence() + "\n");
    certificate
        .differences()
        .forEach(
            each ->
                text.append(each.loss() ? "    LOST " : "    ")
                    .append(each.what())
                    .append(": ")
                    .append(each.explanation())
                    .append('\n'));
    return text.toString();
  }
}
