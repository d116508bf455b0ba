package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.retention.Policy;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Restic;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our policies remove just what restic's would. */
class RetentionTest {
  @TempDir Path temporary = Path.of("");

  private record Case(Policy policy, List<String> arguments) {}

  private static Policy counts(
      int last, int hourly, int daily, int weekly, int monthly, int yearly) {
    return new Policy(last, hourly, daily, weekly, monthly, yearly, Optional.empty(), List.of());
  }

  private static final List<Case> CASES =
      List.of(
          new Case(counts(3, 0, 0, 0, 0, 0), List.of("--keep-last", "3")),
          new Case(counts(0, 5, 0, 0, 0, 0), List.of("--keep-hourly", "5")),
          new Case(counts(0, 0, 7, 4, 0, 0), List.of("--keep-daily", "7", "--keep-weekly", "4")),
          new Case(counts(0, 0, 0, 60, 0, 0), List.of("--keep-weekly", "60")),
          new Case(
              counts(0, 0, 0, 0, 12, 3), List.of("--keep-monthly", "12", "--keep-yearly", "3")),
          new Case(counts(0, 0, 0, 0, 0, 10), List.of("--keep-yearly", "10")),
          new Case(
              new Policy(0, 0, 0, 0, 0, 0, Optional.of(Period.parse("P1M14D")), List.of()),
              List.of("--keep-within", "1m14d")),
          new Case(
              new Policy(1, 0, 0, 0, 0, 0, Optional.empty(), List.of("keep")),
              List.of("--keep-last", "1", "--keep-tag", "keep")),
          new Case(
              counts(2, 3, 4, 5, 6, 7),
              List.of(
                  "--keep-last",
                  "2",
                  "--keep-hourly",
                  "3",
                  "--keep-daily",
                  "4",
                  "--keep-weekly",
                  "5",
                  "--keep-monthly",
                  "6",
                  "--keep-yearly",
                  "7")));

  @Test
  void policiesAgreeWithRestic() {
    Path location = temporary.resolve("repository");
    try (Repository repository = Repositories.make(location)) {
      var random = new Random(7);
      Instant time = Instant.parse("2026-11-20T12:00:00Z");
      for (int i = 0; i < 60; i++) {
        time = time.minusSeconds(random.nextInt(1 + i * i * 2000));
        String host = i % 3 == 0 ? "one" : "two";
        List<String> tags = i % 7 == 0 ? List.of("keep", "other") : List.of("other");
        var options =
            new BackupOptions(tags, Optional.of(host), Optional.of(time), PathPatterns.NONE);
        new Backup(repository, options, BackupListener.SILENT, new Meter(), new Cancellation())
            .stream("file", new ByteArrayInputStream(new byte[] {(byte) i}));
      }
      List<Snapshots.Saved> all = repository.snapshots().list();
      for (Case each : CASES) {
        Policy.Verdict verdict = each.policy().apply(all);
        var removed = new TreeSet<String>();
        verdict.remove().forEach(saved -> removed.add(saved.id().hex()));
        assertThat(verdict.keep().size() + removed.size()).isEqualTo(60);
        assertThat(removed)
            .as("%s", each.arguments())
            .isEqualTo(resticRemoves(location, each.arguments()));
      }
    }
  }

  private static Set<String> resticRemoves(Path location, List<String> arguments) {
    var all = new ArrayList<>(List.of("forget", "--dry-run", "--json"));
    all.addAll(arguments);
    String json = Restic.newer().succeed(location, all.toArray(String[]::new));
    var removed = new TreeSet<String>();
    var groups = Pattern.compile("\"remove\":\\[(.*?)],\"reasons\"", Pattern.DOTALL).matcher(json);
    while (groups.find()) {
      var ids = Pattern.compile("\"id\":\"([0-9a-f]{64})\"").matcher(groups.group(1));
      while (ids.find()) {
        removed.add(ids.group(1));
      }
    }
    return removed;
  }
}
