package dev.rehome.files;

import dev.rehome.repository.Machine;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the folders of a set are, whatever their address is: noted while the old stack stands, so
 * that its folders are known again when the new stack's are to be written to.
 *
 * @param machine the number of the machine that they are on; empty if nothing tells
 * @param looked when, in nanoseconds since 1970 by that machine's clock
 * @param booted when the machine was started, by the same clock
 * @param entries what the set includes and is there, and what is mounted below
 */
public record FileSetIdentity(String machine, long looked, long booted, List<Entry> entries) {
  /** {@link Entry#born} where the file system does not tell. */
  private static final long UNKNOWN = 0;

  private static final long SECOND = 1_000_000_000L;

  /**
   * A file or a folder.
   *
   * @param born when it was made, in nanoseconds since 1970; 0 if the file system does not tell.
   *     Numbers of files are used again, moments are not.
   */
  public record Entry(String path, long device, long inode, long born) {
    private boolean is(Entry other) {
      return device == other.device
          && inode == other.inode
          && (born == other.born || born == UNKNOWN || other.born == UNKNOWN);
    }

    /** A disk that was moved to another machine, or a copy of a disk, has these in common. */
    private boolean isOrIsCopyOf(Entry other) {
      return inode == other.inode && born == other.born && born != UNKNOWN;
    }
  }

  /** How sure it is that what is there now belongs to the new stack only. */
  enum Age {
    /** It was made since. */
    NEW,
    /** It may be a disk of the old stack on a new machine, or an image that both were made from. */
    COPIED,
    /** It was there before, or nothing tells. */
    STOOD
  }

  public FileSetIdentity {
    entries = List.copyOf(entries);
  }

  /** What they are now, on this machine. */
  static FileSetIdentity of(FileSet set) {
    try {
      Instant now = Instant.now();
      var entries = new ArrayList<Entry>();
      for (RawPath path : set.paths()) {
        add(entries, path);
      }
      for (RawPath mount : mounts()) {
        if (set.paths().stream().anyMatch(path -> path.contains(mount) && !path.equals(mount))) {
          add(entries, mount);
        }
      }
      long looked = now.getEpochSecond() * SECOND + now.getNano();
      return new FileSetIdentity(Machine.idHere(), looked, looked - up().toNanos(), entries);
    } catch (IOException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          "it cannot be looked at which folders those of " + set + " are: " + e.getMessage(),
          "nothing was written there",
          "see what stands in the way there, and start again");
    }
  }

  private static void add(List<Entry> entries, RawPath path) throws SystemException {
    Optional<FileStatus> there = Folder.statusIfPresent(path);
    there.ifPresent(
        status ->
            entries.add(
                new Entry(
                    path.toString(),
                    status.device(),
                    status.inode(),
                    status.born() * SECOND + status.bornNanos())));
  }

  /** A folder may be new and hold a disk that is not. */
  private static List<RawPath> mounts() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines
          .map(line -> line.split(" ", 6)[4])
          .map(point -> point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
          .map(RawPath::of)
          .distinct()
          .toList();
    }
  }

  private static Duration up() throws IOException {
    String seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
    return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
  }

  /**
   * How sure it is that this is none of the old stack's.
   *
   * @param since what was made after that is the new stack's, by this machine's clock
   */
  Age age(List<FileSetIdentity> old, long since) {
    return entries.stream()
        .map(entry -> age(entry, old, since))
        .max(Age::compareTo)
        .orElse(Age.NEW);
  }

  private Age age(Entry entry, List<FileSetIdentity> old, long since) {
    boolean same =
        old.stream()
            .filter(
                each -> each.machine.equals(machine) || each.machine.isEmpty() || machine.isEmpty())
            .flatMap(each -> each.entries.stream())
            .anyMatch(entry::is);
    if (same) {
      return Age.STOOD;
    }
    boolean copy =
        old.stream().flatMap(each -> each.entries.stream()).anyMatch(entry::isOrIsCopyOf);
    if (entry.born > since) {
      return Age.NEW;
    }
    boolean newMachine =
        booted > since
            && !machine.isEmpty()
            && old.stream().noneMatch(each -> each.machine.equals(machine));
    if (!newMachine) {
      return Age.STOOD;
    }
    return copy ? Age.COPIED : Age.NEW;
  }
}
