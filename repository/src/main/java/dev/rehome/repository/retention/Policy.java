package dev.rehome.repository.retention;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.format.Snapshot;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which snapshots to keep, as restic's {@code forget} decides: the last few, the newest of each
 * hour, day, week, month and year that has any, all of a period before the newest, and those with
 * certain tags. Counts may be -1 for all.
 */
public record Policy(
    int last,
    int hourly,
    int daily,
    int weekly,
    int monthly,
    int yearly,
    Optional<Period> within,
    List<String> tags) {
  public Policy {
    tags = List.copyOf(tags);
    boolean keeps =
        last != 0 || hourly != 0 || daily != 0 || weekly != 0 || monthly != 0 || yearly != 0;
    if (!keeps && within.isEmpty() && tags.isEmpty()) {
      throw new IllegalArgumentException("a policy has to keep something");
    }
  }

  /** What is kept and what goes. */
  public record Verdict(List<Snapshots.Saved> keep, List<Snapshots.Saved> remove) {}

  private record Group(String hostname, List<String> paths) {}

  /** Applied to the snapshots of each host and set of paths on their own. */
  public Verdict apply(List<Snapshots.Saved> snapshots) {
    var groups = new TreeMap<String, List<Snapshots.Saved>>();
    for (Snapshots.Saved saved : snapshots) {
      Snapshot snapshot = saved.snapshot();
      String group =
          new Group(snapshot.hostname(), snapshot.paths().stream().sorted().toList()).toString();
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(saved);
    }
    var keep = new ArrayList<Snapshots.Saved>();
    var remove = new ArrayList<Snapshots.Saved>();
    for (List<Snapshots.Saved> group : groups.values()) {
      int kept = keep.size();
      applyToGroup(group.reversed(), keep, remove);
      if (keep.size() == kept) {
        throw keepsNone(group);
      }
    }
    return new Verdict(keep, remove);
  }

  /** A mistyped tag must not remove every backup there is. */
  private static RepositoryFailure keepsNone(List<Snapshots.Saved> group) {
    Snapshot first = group.getFirst().snapshot();
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        "the policy would keep none of the "
            + group.size()
            + " snapshots of "
            + String.join(" ", first.paths())
            + " on "
            + first.hostname(),
        "nothing was removed",
        "keep at least one, for example with --keep-last 1",
        "or name the snapshots to remove: rehome repository forget LOCATION SNAPSHOT…");
  }

  private static final class Bucket {
    private final Function<LocalDateTime, Object> unit;
    private int left;
    private Object lastUnit = "none yet";

    Bucket(int count, Function<LocalDateTime, Object> unit) {
      this.left = count;
      this.unit = unit;
    }

    boolean takes(LocalDateTime time, boolean oldest) {
      Object of = unit.apply(time);
      if (left == 0 || (Objects.equals(of, lastUnit) && !oldest)) {
        return false;
      }
      lastUnit = of;
      left -= left > 0 ? 1 : 0;
      return true;
    }
  }

  private void applyToGroup(
      List<Snapshots.Saved> newestFirst, List<Snapshots.Saved> keep, List<Snapshots.Saved> remove) {
    List<Bucket> buckets =
        List.of(
            new Bucket(last, time -> new Object()),
            new Bucket(hourly, time -> List.of(time.toLocalDate(), time.getHour())),
            new Bucket(daily, LocalDateTime::toLocalDate),
            new Bucket(
                weekly,
                time ->
                    List.of(
                        time.get(IsoFields.WEEK_BASED_YEAR),
                        time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
            new Bucket(monthly, time -> List.of(time.getYear(), time.getMonthValue())),
            new Bucket(yearly, LocalDateTime::getYear));
    LocalDateTime newest = local(newestFirst.getFirst());
    for (Snapshots.Saved saved : newestFirst) {
      LocalDateTime time = local(saved);
      boolean oldest = saved.equals(newestFirst.getLast());
      boolean kept = saved.snapshot().tags().stream().anyMatch(tags::contains);
      kept |= within.isPresent() && !time.isBefore(newest.minus(within.get()));
      for (Bucket bucket : buckets) {
        kept |= bucket.takes(time, oldest);
      }
      (kept ? keep : remove).add(saved);
    }
  }

  private static LocalDateTime local(Snapshots.Saved saved) {
    Instant instant = saved.snapshot().time().instant();
    return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
  }
}
