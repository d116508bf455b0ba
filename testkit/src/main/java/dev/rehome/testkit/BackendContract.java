package dev.rehome.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import dev.rehome.repository.format.Id;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Backend} promises; every implementation runs all of it. */
public abstract class BackendContract {
  private Backend backend = new MemoryBackend();

  /** A new, empty place. */
  protected abstract Backend empty() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    backend = empty();
    backend.prepare();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Name name(Name.Kind kind, String text) {
    return new Name(kind, Id.hash(text.getBytes(StandardCharsets.UTF_8)).hex());
  }

  private List<Name> listed(Name.Kind kind) {
    var names = new ArrayList<Name>();
    backend.list(kind, entry -> names.add(entry.name()));
    return names;
  }

  @Test
  void aWholeRepositoryWorks(@TempDir Path temporary) throws Exception {
    Path source = SampleTree.make(temporary.resolve("source"));
    try (Repository repository = Repositories.make(empty())) {
      var stored = Repositories.backUp(repository, source);
      assertThat(Repositories.check(repository)).isEmpty();
      Path target = temporary.resolve("target");
      Repositories.restore(repository, stored.tree(), target);
      assertThat(Fingerprint.of(target.resolve(source.toString().substring(1))))
          .isEqualTo(Fingerprint.of(source));
      repository.snapshots().delete(stored.snapshot());
      Repositories.prune(repository);
      assertThat(Repositories.check(repository)).isEmpty();
    }
  }

  /** Puts and reads with no more than tickets; for places that give them. */
  protected void ticketsWork() throws Exception {
    Name name = name(Name.Kind.PACK, "by ticket");
    try (var client = HttpClient.newHttpClient()) {
      Ticket put = backend.ticket(Ticket.Use.PUT, name).orElseThrow();
      assertThat(put.toString()).doesNotContain("?");
      assertThat(
              client
                  .send(request(put, "0123456789"), HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
      assertThat(backend.readAll(name)).isEqualTo(bytes("0123456789").array());
      Ticket read = backend.ticket(Ticket.Use.READ, name).orElseThrow();
      HttpRequest part =
          HttpRequest.newBuilder(request(read, ""), (header, value) -> true)
              .setHeader("Range", "bytes=2-4")
              .build();
      assertThat(client.send(part, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("234");
    }
  }

  private static HttpRequest request(Ticket ticket, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ticket.uri())
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                ticket.method(),
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    ticket.headers().forEach(request::setHeader);
    return request.build();
  }

  @Test
  void everyKindIsKeptAndGivenBack() {
    for (Name.Kind kind : Name.Kind.values()) {
      Name name = kind == Name.Kind.CONFIG ? Name.CONFIG : name(kind, "x");
      backend.put(name, bytes("content of " + kind));
      assertThat(backend.readAll(name)).isEqualTo(bytes("content of " + kind).array());
      assertThat(listed(kind)).containsExactly(name);
    }
  }

  @Test
  void puttingTakesOnlyWhatRemainsAndLeavesThePosition() {
    ByteBuffer buffer = bytes("0123456789").position(2).limit(5);
    Name name = name(Name.Kind.INDEX, "x");
    backend.put(name, buffer);
    assertThat(backend.readAll(name)).isEqualTo("234".getBytes(StandardCharsets.UTF_8));
    assertThat(buffer.position()).isEqualTo(2);
  }

  @Test
  void puttingAgainReplaces() {
    Name name = name(Name.Kind.INDEX, "x");
    backend.put(name, bytes("a longer first content"));
    backend.put(name, bytes("second"));
    backend.put(name, bytes("second"));
    assertThat(backend.readAll(name)).isEqualTo(bytes("second").array());
    assertThat(listed(Name.Kind.INDEX)).containsExactly(name);
  }

  @Test
  void readingGivesTheRangeThatWasAskedFor() {
    Name name = name(Name.Kind.PACK, "x");
    backend.put(name, bytes("0123456789"));
    ByteBuffer into = ByteBuffer.allocate(4);
    backend.read(name, 3, into);
    assertThat(into.array()).isEqualTo("3456".getBytes(StandardCharsets.UTF_8));
    assertThat(into.hasRemaining()).isFalse();
  }

  @Test
  void readingBeyondTheEndIsAnError() {
    Name name = name(Name.Kind.PACK, "x");
    backend.put(name, bytes("0123456789"));
    assertThatThrownBy(() -> backend.read(name, 8, ByteBuffer.allocate(4)))
        .isInstanceOf(BackendException.class)
        .extracting(e -> ((BackendException) e).kind())
        .isEqualTo(BackendException.Kind.PERMANENT);
  }

  @Test
  void readingWhatIsNotThereSaysSo() {
    for (Callable<?> read :
        List.<Callable<?>>of(
            () -> backend.readAll(name(Name.Kind.PACK, "x")),
            () -> {
              backend.read(name(Name.Kind.PACK, "x"), 0, ByteBuffer.allocate(1));
              return true;
            },
            () -> backend.readAll(Name.CONFIG))) {
      assertThatThrownBy(read::call)
          .isInstanceOf(BackendException.class)
          .extracting(e -> ((BackendException) e).kind())
          .isEqualTo(BackendException.Kind.ABSENT);
    }
  }

  @Test
  void deletingIsRepeatable() {
    Name name = name(Name.Kind.SNAPSHOT, "x");
    backend.put(name, bytes("x"));
    backend.delete(name);
    backend.delete(name);
    backend.delete(name(Name.Kind.PACK, "never there"));
    assertThat(listed(Name.Kind.SNAPSHOT)).isEmpty();
  }

  @Test
  void listingNamesAllWithTheirSizes() {
    for (int i = 0; i < 1200; i++) { // more than a page of any server
      backend.put(name(Name.Kind.LOCK, "lock " + i), bytes("x".repeat(i % 7)));
    }
    var sizes = new ArrayList<Long>();
    backend.list(Name.Kind.LOCK, entry -> sizes.add(entry.size()));
    assertThat(sizes).hasSize(1200);
    assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(3594);
    assertThat(listed(Name.Kind.LOCK)).doesNotHaveDuplicates().hasSize(1200);
    assertThat(listed(Name.Kind.KEY)).isEmpty();
  }

  @Test
  void aLargeFileComesBackWhole() {
    byte[] large = new byte[20 * 1024 * 1024];
    new java.util.Random(1).nextBytes(large);
    Name name = new Name(Name.Kind.PACK, Id.hash(large).hex());
    backend.put(name, ByteBuffer.wrap(large));
    assertThat(Id.hash(backend.readAll(name)).hex()).isEqualTo(name.value());
    byte[] last = new byte[5];
    backend.read(name, large.length - 5L, ByteBuffer.wrap(last));
    assertThat(last).isEqualTo(java.util.Arrays.copyOfRange(large, large.length - 5, large.length));
  }

  @Test
  void ofManyThatPutIfAbsentOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      Name name = name(Name.Kind.LOCK, "round " + round);
      var attempts = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 16; i++) {
        String mine = "writer " + i;
        attempts.add(() -> backend.putIfAbsent(name, bytes(mine)));
      }
      int winners = 0;
      int winner = -1;
      try (var threads = Executors.newFixedThreadPool(16)) {
        var results = threads.invokeAll(attempts);
        for (int i = 0; i < results.size(); i++) {
          if (results.get(i).get()) {
            winners++;
            winner = i;
          }
        }
      }
      assertThat(winners).isEqualTo(1);
      assertThat(backend.readAll(name)).isEqualTo(bytes("writer " + winner).array());
      assertThat(backend.putIfAbsent(name, bytes("late"))).isFalse();
    }
  }

  @Test
  void aReaderNeverSeesHalfAFile() throws Exception {
    Name name = name(Name.Kind.INDEX, "x");
    String one = "1".repeat(300_000);
    String two = "2".repeat(200_000);
    backend.put(name, bytes(one));
    try (var threads = Executors.newSingleThreadExecutor()) {
      var writing =
          threads.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  backend.put(name, bytes(i % 2 == 0 ? two : one));
                }
              });
      while (!writing.isDone()) {
        assertThat(new String(backend.readAll(name), StandardCharsets.UTF_8)).isIn(one, two);
      }
      writing.get();
    }
  }
}
