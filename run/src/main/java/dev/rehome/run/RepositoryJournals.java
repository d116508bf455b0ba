package dev.rehome.run;

import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Id;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Copies of a stack's journals in the repository, sealed by its key. Whoever takes the stack's lock
 * writes a file of its own for a run, and the one of the highest lock number counts: an owner who
 * lost the lock, and wakes up in the middle of writing, does not overwrite what came after. Each
 * begins with the stack and the run on a line of its own.
 */
public final class RepositoryJournals implements JournalCopies {
  private static final int DIGITS = 16;

  private final Repository repository;
  private final String stack;
  private final OptionalLong number;
  private final Set<RunId> tidied = new HashSet<>();

  private RepositoryJournals(Repository repository, String stack, OptionalLong number) {
    this.repository = repository;
    this.stack = stack;
    this.number = number;
  }

  /** For who has the lock, under this number. */
  public static RepositoryJournals of(Repository repository, String stack, long number) {
    return new RepositoryJournals(repository, stack, OptionalLong.of(number));
  }

  /** For who reads, or puts a copy in the place of the one that counts. */
  public static RepositoryJournals of(Repository repository, String stack) {
    return new RepositoryJournals(repository, stack, OptionalLong.empty());
  }

  private String title(RunId run) {
    return stack + " " + run + "\n";
  }

  @Override
  public void put(RunId run, byte[] journal) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(title(run).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(journal);
    ByteBuffer sealed = ByteBuffer.wrap(repository.masterKey().seal(bytes.toByteArray()));
    Name own =
        number.isPresent()
            ? numbered(run, number.getAsLong())
            : newest(run).orElse(numbered(run, 0));
    repository.backend().put(own, sealed);
    if (tidied.add(run)) {
      tidy(run, own);
    }
  }

  /** What counts for nothing any more; it does no harm if it stays. */
  private void tidy(RunId run, Name own) {
    try {
      List<Name> all = all(run);
      all.subList(0, Math.max(0, all.indexOf(own))).forEach(repository.backend()::delete);
    } catch (RuntimeException e) {
      // Whoever puts one next removes them.
    }
  }

  /** Without a number, as version 1 named it. */
  private Name plain(RunId run) {
    return new Name(
        Name.Kind.STACK_JOURNAL, Id.hash(title(run).getBytes(StandardCharsets.UTF_8)).hex());
  }

  private Name numbered(RunId run, long of) {
    return new Name(Name.Kind.STACK_JOURNAL, prefix(plain(run)) + String.format("%016x", of));
  }

  private static String prefix(Name name) {
    return name.value().substring(0, name.value().length() - DIGITS);
  }

  private List<Name> names() {
    var names = new ArrayList<Name>();
    repository.backend().list(Name.Kind.STACK_JOURNAL, entry -> names.add(entry.name()));
    return names;
  }

  /** All copies of a run's journal; the last one counts. */
  private List<Name> all(RunId run) {
    Name plain = plain(run);
    Comparator<Name> plainFirst = Comparator.comparing(name -> !name.equals(plain));
    return names().stream()
        .filter(name -> prefix(name).equals(prefix(plain)))
        .sorted(plainFirst.thenComparing(Name::value))
        .toList();
  }

  private Optional<Name> newest(RunId run) {
    List<Name> all = all(run);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  @Override
  public List<RunId> runs() {
    var runs = new ArrayList<RunId>();
    Map<String, Name> one = new TreeMap<>();
    names().forEach(name -> one.put(prefix(name), name));
    for (Name name : one.values()) {
      Optional<byte[]> copy = open(name);
      String[] words =
          copy.map(bytes -> new String(bytes, 0, indexOfLine(bytes), StandardCharsets.UTF_8))
              .orElse("")
              .split(" ");
      if (words.length == 2 && words[0].equals(stack) && RunId.fits(words[1])) {
        runs.add(new RunId(words[1]));
      }
    }
    return runs;
  }

  @Override
  public Optional<byte[]> of(RunId run) {
    Optional<Name> newest = newest(run);
    while (newest.isPresent()) {
      Optional<byte[]> copy = open(newest.get());
      if (copy.isPresent()) {
        return copy.map(all -> Arrays.copyOfRange(all, indexOfLine(all) + 1, all.length));
      }
      newest = newest(run); // a newer one took its place meanwhile
    }
    return Optional.empty();
  }

  private static int indexOfLine(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Nothing if it was removed since it was listed. */
  private Optional<byte[]> open(Name name) {
    try {
      return Optional.of(repository.masterKey().open(repository.backend().readAll(name)));
    } catch (SealException e) {
      throw RepositoryFailure.damaged(name + " is damaged: " + e.getMessage());
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.ABSENT) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
