package dev.rehome.run;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A journal, open for writing: one JSON object a line. A last line that was cut short by a crash
 * never happened; a line within it that cannot be read is damage, which is never passed over.
 */
public final class Journal implements AutoCloseable {
  private final JournalFile file;
  private final Clock clock;
  private final Origin origin;
  private final List<Entry> entries;

  private Journal(JournalFile file, Clock clock, Origin origin, List<Entry> entries) {
    this.file = file;
    this.clock = clock;
    this.origin = origin;
    this.entries = entries;
  }

  /** Goes on with what the file says. */
  public static Journal on(JournalFile file, Clock clock, Origin origin) {
    return new Journal(file, clock, origin, new ArrayList<>(parse(file.bytes())));
  }

  /**
   * The entries of a journal's bytes.
   *
   * @throws DamagedException if a line of it cannot be read
   */
  public static List<Entry> parse(byte[] bytes) {
    var entries = new ArrayList<Entry>();
    int number = 0;
    String whole = new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8);
    for (String line : whole.split("\n", -1)) {
      number++;
      if (!line.isEmpty()) {
        try {
          entries.add(Json.read(line, Entry.class));
        } catch (Json.InvalidException e) {
          throw new DamagedException(number);
        }
      }
    }
    return entries;
  }

  /** The first entry of a journal's bytes, if that can be read. */
  public static Optional<Entry> first(byte[] bytes) {
    String text = new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    return end < 0
        ? Optional.empty()
        : parse(text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8)).stream().findFirst();
  }

  /** Whether a journal is another one with more entries, or that one. */
  public static boolean goesOn(byte[] journal, byte[] from) {
    int before = whole(from);
    return journal.length >= before && Arrays.mismatch(journal, 0, before, from, 0, before) < 0;
  }

  static int whole(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** A line that is no entry: the disk, or somebody, changed the journal. */
  public static final class DamagedException extends FailureException {
    private static final long serialVersionUID = 1;

    DamagedException(int line) {
      super(
          Failure.Kind.FAILED,
          "line "
              + line
              + " of the run's journal cannot be read: it was damaged on this disk, or"
              + " written by a newer Rehome",
          new Safety.Unknown("what the run did is in the lines before it"),
          "bring the journal back from a backup of this machine, or use the Rehome that wrote it");
    }
  }

  public Path folder() {
    return file.folder();
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns when the entry is on the disk; one that could not be written did not happen. */
  public synchronized Entry append(Entry entry) {
    Entry here = entry.written(clock.now(), origin);
    file.append((Json.line(here) + "\n").getBytes(StandardCharsets.UTF_8));
    entries.add(here);
    return here;
  }

  /** All of it, as it is on the disk. */
  public byte[] bytes() {
    return file.bytes();
  }

  @Override
  public void close() {
    file.close();
  }
}
