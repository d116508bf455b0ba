package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.journal.RunId;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Id;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies of journals in the repository, sealed by its key, one file for each run; they begin with
 * the stack and the run on a line of their own.
 */
final class JournalCopies {
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

  /** The number of the newest run of the stack whose journal is in the repository, or 0. */
  static int newest(StackRepository stack) {
    var newest = new AtomicInteger();
    Repository repository = stack.repository();
    repository
        .backend()
        .list(
            Name.Kind.STACK_JOURNAL,
            entry -> {
              byte[] copy = open(repository, entry.name());
              String title = new String(copy, 0, indexOfLine(copy), StandardCharsets.UTF_8);
              String[] words = title.split(" ");
              if (words.length == 2 && words[0].equals(stack.stack()) && RunId.fits(words[1])) {
                newest.accumulateAndGet(new RunId(words[1]).number(), Math::max);
              }
            });
    return newest.get();
  }

  /** The journal of this run, if it is in the repository. */
  static Optional<byte[]> of(StackRepository stack, RunId run) {
    try {
      byte[] copy = open(stack.repository(), name(stack.stack(), run));
      return Optional.of(Arrays.copyOfRange(copy, indexOfLine(copy) + 1, copy.length));
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.ABSENT) {
        return Optional.empty();
      }
      throw e;
    }
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
