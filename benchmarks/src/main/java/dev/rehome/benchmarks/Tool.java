package dev.rehome.benchmarks;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A program that keeps backups, and how its commands are written, as lines for a shell in which
 * {@code $source}, {@code $repository} and {@code $target} are folders and {@code $tool} is the
 * program. What does not sync what it writes is followed by a sync of that file system.
 */
@SuppressWarnings("ImmutableEnumChecker") // the map is one of Map.of
enum Tool {
  REHOME(
      "Rehome",
      "$tool --version",
      "$tool repository init $repository",
      Map.of(
          Work.COLD, "$tool repository backup $repository $source",
          Work.UNCHANGED, "$tool repository backup $repository $source",
          Work.RESTORE, "$tool repository restore $repository latest --target $target",
          Work.CHECK, "$tool repository check --read-data $repository")),
  RESTIC(
      "restic",
      "$tool version",
      "$tool -q -r $repository init",
      Map.of(
          Work.COLD, "$tool -q -r $repository backup $source",
          Work.UNCHANGED, "$tool -q -r $repository backup $source",
          Work.RESTORE,
              "$tool -q -r $repository restore latest --target $target && sync -f $target",
          Work.CHECK, "$tool -q -r $repository check --read-data")),
  BORG(
      "borg",
      "borg --version",
      "borg init --encryption repokey-blake2 $repository",
      Map.of(
          Work.COLD, "borg create --compression zstd,3 $repository::first $source",
          Work.UNCHANGED, "borg create --compression zstd,3 $repository::second $source",
          Work.RESTORE,
              "mkdir $target && cd $target && borg extract $repository::first && sync -f $target",
          Work.CHECK, "borg check --verify-data $repository")),
  RCLONE(
      "rclone crypt",
      "rclone version | head -1",
      "mkdir $repository",
      Map.of(
          Work.COLD, "rclone sync $source vault:$source && sync -f $repository",
          Work.UNCHANGED, "rclone sync $source vault:$source && sync -f $repository",
          Work.RESTORE, "rclone sync vault:/ $target && sync -f $target",
          Work.CHECK, "rclone cryptcheck $source vault:$source")),
  TAR(
      "tar, zstd",
      "zstd --version",
      "mkdir $repository",
      Map.of(
          Work.COLD, "tar -C / -c .$source | zstd -q -T0 >$repository/all && sync -f $repository",
          Work.RESTORE,
              "mkdir $target && zstd -dc $repository/all | tar -C $target -x && sync -f $target"));

  /** What is timed. */
  enum Work {
    COLD("cold backup"),
    UNCHANGED("unchanged backup"),
    RESTORE("restore"),
    CHECK("check --read-data");

    private final String title;

    Work(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  static Set<Tool> inResticsFormat() {
    return EnumSet.of(REHOME, RESTIC);
  }

  private final String title;
  private final String version;
  private final String init;
  private final Map<Work, String> works;

  Tool(String title, String version, String init, Map<Work, String> works) {
    this.title = title;
    this.version = version;
    this.init = init;
    this.works = works;
  }

  String title() {
    return title;
  }

  String version() {
    return version;
  }

  String init() {
    return init;
  }

  /** Empty for what it cannot do. */
  String line(Work work) {
    return works.getOrDefault(work, "");
  }

  /** Where a restore puts what was at {@code source}. */
  static Path restored(Path target, Path source) {
    return target.resolve(source.toString().substring(1));
  }
}
