package dev.rehome.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.format.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of journals in a real repository. */
class RepositoryJournalsTest {
  private static final RunId RUN = new RunId("r1");

  @TempDir Path folder = Path.of("");
  private Repository repository;

  @BeforeEach
  void make() {
    repository =
        Repository.init(new LocalBackend(folder), new byte[] {1}, () -> PasswordHash.of(2, 1, 1))
            .repository();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String counts(String stack) {
    return new String(
        RepositoryJournals.of(repository, stack).of(RUN).orElseThrow(), StandardCharsets.UTF_8);
  }

  private List<Name> names() {
    var names = new ArrayList<Name>();
    repository.backend().list(Name.Kind.STACK_JOURNAL, entry -> names.add(entry.name()));
    return names;
  }

  @Test
  void whoLostTheLockDoesNotOverwriteWhatCameAfter() {
    RepositoryJournals first = RepositoryJournals.of(repository, "shop", 9);
    RepositoryJournals second = RepositoryJournals.of(repository, "shop", 10);
    first.put(RUN, bytes("by the first\n"));
    second.put(RUN, bytes("by the second\n"));
    assertThat(names()).hasSize(1);
    first.put(RUN, bytes("by the first, which woke up\n"));
    assertThat(counts("shop")).isEqualTo("by the second\n");
    assertThat(RepositoryJournals.of(repository, "shop").runs()).containsExactly(RUN);
  }

  @Test
  void whoHasNoLockAddsToTheCopyThatCounts() {
    RepositoryJournals.of(repository, "shop", 7).put(RUN, bytes("began\n"));
    RepositoryJournals.of(repository, "shop").put(RUN, bytes("began\napproved\n"));
    assertThat(counts("shop")).isEqualTo("began\napproved\n");
    RepositoryJournals.of(repository, "shop", 7).put(RUN, bytes("began\napproved\nwent on\n"));
    assertThat(counts("shop")).isEqualTo("began\napproved\nwent on\n");
  }

  @Test
  void aCopyOfVersionOneCountsUntilThereIsANewOne() {
    Name plain = new Name(Name.Kind.STACK_JOURNAL, Id.hash(bytes("shop r1\n")).hex());
    byte[] sealed = repository.masterKey().seal(bytes("shop r1\nold\n"));
    repository.backend().put(plain, ByteBuffer.wrap(sealed));
    assertThat(counts("shop")).isEqualTo("old\n");
    assertThat(RepositoryJournals.of(repository, "shop").runs()).containsExactly(RUN);
    RepositoryJournals.of(repository, "shop", 3).put(RUN, bytes("new\n"));
    assertThat(counts("shop")).isEqualTo("new\n");
  }

  @Test
  void stacksHaveTheirOwn() {
    RepositoryJournals.of(repository, "shop", 1).put(RUN, bytes("shop's\n"));
    RepositoryJournals.of(repository, "wiki", 1).put(RUN, bytes("wiki's\n"));
    assertThat(counts("shop")).isEqualTo("shop's\n");
    assertThat(counts("wiki")).isEqualTo("wiki's\n");
  }
}
