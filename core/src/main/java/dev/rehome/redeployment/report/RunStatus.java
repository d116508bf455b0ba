package dev.rehome.redeployment.report;

import dev.rehome.lock.LockEntry;
import dev.rehome.run.Entry;
import dev.rehome.run.Plan;
import dev.rehome.run.RunId;
import dev.rehome.run.RunRecord;
import dev.rehome.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a run is, for people. */
public final class RunStatus {
  /** A stage and its state in a word or two. */
  public record Line(String stage, String state) {}

  private RunStatus() {}

  public static List<Line> lines(RunRecord record, List<Entry> entries) {
    var lines = new ArrayList<Line>();
    boolean first = true; // of those that are not done
    boolean reached = true;
    boolean beside = true; // of two that run side by side, the first does not hold up the second
    for (Stage stage : record.plan().stages()) {
      String key = stage.key();
      boolean done = record.result(key).isPresent();
      boolean told = reached || failedIn(entries, key);
      lines.add(new Line(key, done ? "done" : told ? state(entries, key, first) : ""));
      first &= done;
      if (besides(record.plan(), stage)) {
        beside = done;
      } else {
        reached &= done && beside;
      }
    }
    return lines;
  }

  /** Whether the stage after this one runs side by side with it. */
  private static boolean besides(Plan plan, Stage stage) {
    int next = plan.stages().indexOf(stage) + 1;
    return next < plan.stages().size() && plan.stages().get(next).beside();
  }

  /** What failed is not always the first that is not done: it may have voided those before it. */
  private static boolean failedIn(List<Entry> entries, String key) {
    Entry last = entries.getLast();
    return last.kind() == Entry.Kind.FAILED && last.stage().equals(Optional.of(key));
  }

  private static String state(List<Entry> entries, String key, boolean first) {
    Entry last = entries.getLast();
    if (last.kind() == Entry.Kind.FAILED) {
      boolean here = last.stage().isPresent() ? failedIn(entries, key) : first;
      if (!here) {
        return "not done";
      }
      return "failed: "
          + last.data().map(node -> node.asText().lines().findFirst().orElse("")).orElse("");
    }
    return entries.stream().anyMatch(entry -> entry.stage().equals(Optional.of(key)))
        ? "under way"
        : "next";
  }

  /** What the operator should do. */
  public static String next(RunId id, RunRecord record, Optional<LockEntry.Held> holder) {
    if (record.ended().isPresent()) {
      return "It is over: " + record.ended().get().data(String.class);
    }
    return holder
        .map(who -> "It runs now, by " + who)
        .orElse(
            "It is not running now: rehome resume "
                + id
                + " goes on, rehome rollback "
                + id
                + " goes back");
  }
}
