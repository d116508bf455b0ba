package dev.rehome.redeployment.plan;

import dev.rehome.backup.BackupId;
import dev.rehome.certificate.Certificate;
import dev.rehome.database.Fence;
import dev.rehome.database.Inventory;
import dev.rehome.database.WriteMark;
import dev.rehome.run.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a step leaves behind for those after it; journaled as JSON. */
public sealed interface StepResult extends Result {
  /**
   * Everything a run needs is there.
   *
   * @param later what only the new stack can answer
   */
  record Checked(
      List<String> warnings, String destroyDigest, List<String> destroys, List<String> later)
      implements StepResult {
    public Checked {
      later = later == null ? List.of() : List.copyOf(later); // runs of before had none
    }

    @Override
    public String summary() {
      return warnings.isEmpty()
          ? "everything is ready"
          : "ready, with " + warnings.size() + " warnings";
    }
  }

  /** A backup was made. */
  record Staged(BackupId backup, long tables, long rows, long files) implements StepResult {
    @Override
    public String summary() {
      return "backup " + backup + ": " + tables + " tables, " + rows + " rows, " + files + " files";
    }
  }

  /** A backup was proven. */
  record Proven(BackupId backup, boolean restored, String how) implements StepResult {
    @Override
    public String summary() {
      return how;
    }
  }

  /** The operator said yes to what is then destroyed. */
  record Approved(String by, String evidence, Instant until) implements StepResult {
    @Override
    public String summary() {
      return "approved by " + by;
    }
  }

  /**
   * Nobody writes to the new stack any more, to which the run turns its back.
   *
   * @param at when it was closed; the outage begins, if it served
   * @param keep why what it holds is saved first; none if there is nothing to save
   * @param served whether users had been let in
   */
  record Closing(Instant at, List<String> keep, boolean served, Map<String, Fence> fences)
      implements StepResult {
    @Override
    public String summary() {
      return keep.isEmpty()
          ? "nothing was written to the new stack"
          : "closed; what was written since is saved first";
    }
  }

  /**
   * What was written to the new stack is in a backup of its own.
   *
   * @param backup empty if there was nothing to save, or nobody wants it
   * @param discarded whether nobody wants it
   */
  record Kept(
      Optional<BackupId> backup, boolean discarded, Map<String, WriteMark> marks, String fileMark)
      implements StepResult {
    /** There was nothing to save. */
    public static final Kept NOTHING = new Kept(Optional.empty(), false, Map.of(), "");

    /** What there is was given up by the operator. */
    public static final Kept DISCARDED = new Kept(Optional.empty(), true, Map.of(), "");

    @Override
    public String summary() {
      return backup
          .map(id -> "backup " + id + " has what was written to the new stack")
          .orElse(discarded ? "discarded, as you asked" : "nothing to save");
    }
  }

  /** Nobody writes any more. */
  record Quiesced(Instant at, Map<String, Fence> fences) implements StepResult {
    @Override
    public String summary() {
      boolean strong = fences.values().stream().allMatch(Fence::strong);
      return strong ? "writers stopped and kept out" : "writers stopped";
    }
  }

  /** The final backup, and marks that change when anybody writes after all. */
  record BackedUp(
      BackupId backup, long rows, long files, Map<String, WriteMark> marks, String fileMark)
      implements StepResult {
    @Override
    public String summary() {
      return "backup " + backup + ": " + rows + " rows, " + files + " files";
    }
  }

  /** The old stack is gone. */
  record Destroyed(Instant at, BackupId backup, int resources) implements StepResult {
    @Override
    public String summary() {
      return resources + " resources destroyed; nothing is left of them";
    }
  }

  /** The new stack is there, and closed. */
  record Created(Instant at, String revision, int resources) implements StepResult {
    @Override
    public String summary() {
      return resources
          + " resources at revision "
          + revision.substring(0, Math.min(10, revision.length()));
    }
  }

  /**
   * Files and images are back.
   *
   * @param extra what was there and the backup lacks; with {@link #REMOVED} behind it if it is gone
   */
  record FilesRestored(long files, long written, List<String> extra, Optional<Integer> images)
      implements StepResult {
    public static final String REMOVED = " (removed)";

    /** A file that is there, and in no backup. */
    public Optional<String> unsaved() {
      return extra.stream().filter(each -> !each.endsWith(REMOVED)).findFirst();
    }

    @Override
    public String summary() {
      return files
          + " files equal"
          + images.map(count -> ", " + count + " images").orElse("")
          + (extra.isEmpty() ? "" : ", " + extra.size() + " more there");
    }
  }

  /**
   * One way in which a database was brought back, or was not.
   *
   * @param outcome empty if it came back equal; else why this way was left
   * @param notes what it does not bring, and what became of that
   */
  record Rung(RestoreFrom from, Optional<String> outcome, double seconds, List<String> notes) {
    public String line() {
      return String.format(
          java.util.Locale.ROOT,
          "%s: %s (%.1f s)",
          from.name().toLowerCase(java.util.Locale.ROOT),
          outcome.orElse("equal"),
          seconds);
    }
  }

  /** Databases are back and equal; what they held then and how they came back, by database. */
  record DatabasesRestored(
      long rows, Map<String, List<Inventory.Table>> tables, Map<String, List<Rung>> ladders)
      implements StepResult {
    @Override
    public String summary() {
      boolean snapshot =
          ladders.values().stream()
              .anyMatch(rungs -> rungs.getLast().from() == RestoreFrom.SNAPSHOT);
      boolean fell = ladders.values().stream().anyMatch(rungs -> rungs.size() > 1);
      return rows
          + " rows equal"
          + (snapshot ? ", by snapshot" : "")
          + (fell && !snapshot ? ", from the dump after the snapshot failed" : "");
    }
  }

  /** The application's own commands ran. */
  record Migrated(int commands) implements StepResult {
    @Override
    public String summary() {
      return commands == 0
          ? "nothing to run"
          : commands + (commands == 1 ? " command ran" : " commands ran");
    }
  }

  /** Everything was compared. */
  record Certified(Certificate certificate) implements StepResult {
    @Override
    public String summary() {
      return certificate.sentence();
    }
  }

  /**
   * The new stack serves.
   *
   * @param answers what answered, and how long the outage had lasted by then
   */
  record Opened(Instant at, double outageSeconds, List<Answer> answers) implements StepResult {
    /** What answered, and seconds of outage by then. */
    public record Answer(String what, double seconds) {}

    public Opened {
      answers = answers == null ? List.of() : List.copyOf(answers); // runs of before had none
    }

    @Override
    public String summary() {
      return String.format(java.util.Locale.ROOT, "serving; outage %.1f s", outageSeconds);
    }
  }

  /** All is done. */
  record Closed(String report, List<String> warnings) implements StepResult {
    @Override
    public String summary() {
      return "report " + report;
    }
  }
}
