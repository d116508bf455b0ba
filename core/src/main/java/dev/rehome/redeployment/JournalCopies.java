package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.journal.RunId;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Id;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies of journals in the repository, sealed by its key, one file for each run; they begin with
 * the stack and the run on a line of their own.
 */
public final class JournalCopies {
  private JournalCopies() {}

  private static String title(String stack, RunId run) {
    return stack + " " + run + "\n";
  }

  static void put(StackRepository stack, RunId run, byte[] journal) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(title(stack.stack(), run).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(journal);
    Repository repository = stack.repository();
    repository
        .backend()
        .put(
            name(stack.stack(), run),
            ByteBuffer.wrap(repository.masterKey().seal(bytes.toByteArray())));
  }

  private static Name name(String stack, RunId run) {
    return new Name(
        Name.Kind.STACK_JOURNAL, Id.hash(title(stack, run).getBytes(StandardCharsets.UTF_8)).hex());
  }

  /** All runs of the stack whose journals are in the repository, by number. */
  public static Map<Integer, byte[]> all(StackRepository stack) {
    var all = new TreeMap<Integer, byte[]>();
    Repository repository = stack.repository();
    repository
        .backend()
        .list(
            Name.Kind.STACK_JOURNAL,
            entry -> {
              byte[] copy = open(repository, entry.name());
              int line = indexOfLine(copy);
              String[] title = new String(copy, 0, line, StandardCharsets.UTF_8).split(" ");
              if (title.length == 2 && title[0].equals(stack.stack()) && RunId.fits(title[1])) {
                all.put(
                    new RunId(title[1]).number(),
                    java.util.Arrays.copyOfRange(copy, line + 1, copy.length));
              }
            });
    return all;
  }

  private static int indexOfLine(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static byte[] open(Repository repository, Name name) {
    try {
      return repository.masterKey().open(repository.backend().readAll(name));
    } catch (SealException e) {
      throw RepositoryFailure.damaged(name + " is damaged: " + e.getMessage());
    }
  }
}
