package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.repository.Party;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One redeployment of one stack at a time, from any machine: an object in the repository with
 * owner, time and renewal. Its name ends in a number that goes up with each taking over, so that of
 * several who try one wins, and a former owner sees that it lost.
 */
public final class StackLock implements AutoCloseable {
  private static final Duration RENEWAL = Duration.ofMinutes(1);
  private static final Duration STALE = Duration.ofMinutes(10);

  /** Who holds it. */
  public record Holder(
      String stack,
      String work,
      String user,
      String host,
      long pid,
      Instant began,
      Instant since,
      Instant renewed) {
    /** Whether it is certainly gone, or has not renewed the lock for ten minutes. */
    public boolean dead() {
      if (renewed.plus(STALE).isBefore(Instant.now())) {
        return true;
      }
      return host.equals(Party.self().hostname())
          && ProcessHandle.of(pid)
              .flatMap(process -> process.info().startInstant())
              .filter(began::equals)
              .isEmpty();
    }

    @Override
    public String toString() {
      return user + "@" + host + " (process " + pid + "), at work on " + work + " since " + since;
    }
  }

  private final Repository repository;
  private final String stack;
  private final long number;
  private Holder holder;
  private final Thread renewal;
  private volatile boolean closed;

  private StackLock(Repository repository, String stack, long number, Holder holder) {
    this.repository = repository;
    this.stack = stack;
    this.number = number;
    this.holder = holder;
    this.renewal = Thread.startVirtualThread(this::renew);
  }

  /**
   * Takes the lock.
   *
   * @param work what it is for, as others are told
   * @param force whether to take it from an owner who may be alive
   */
  public static StackLock take(StackRepository repository, String work, boolean force) {
    Repository in = repository.repository();
    long newest = newest(in, repository.stack());
    Optional<Holder> there = newest == 0 ? Optional.empty() : read(in, repository.stack(), newest);
    if (there.isPresent() && !there.get().dead() && !force) {
      throw busy(repository.stack(), there.get());
    }
    Party self = Party.self();
    Instant now = Instant.now();
    var holder =
        new Holder(
            repository.stack(),
            work,
            self.username(),
            self.hostname(),
            self.pid(),
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH),
            now,
            now);
    if (!in.backend().putIfAbsent(name(repository.stack(), newest + 1), sealed(in, holder))) {
      throw busy(repository.stack(), read(in, repository.stack(), newest + 1).orElse(holder));
    }
    if (newest > 0) {
      in.backend().delete(name(repository.stack(), newest));
    }
    return new StackLock(in, repository.stack(), newest + 1, holder);
  }

  private static FailureException busy(String stack, Holder holder) {
    return new FailureException(
        Failure.Kind.BUSY,
        "another run of " + stack + " is on: " + holder,
        new Safety.Untouched("this command changed nothing"),
        "rehome status    shows it; wait until it is over",
        "if that process is certainly gone: the same command with --take-over");
  }

  private static String prefix(String stack) {
    return Id.hash(("stack " + stack).getBytes(StandardCharsets.UTF_8)).hex().substring(0, 48);
  }

  private static Name name(String stack, long number) {
    return new Name(Name.Kind.STACK_LOCK, prefix(stack) + String.format("%016x", number));
  }

  private static long newest(Repository repository, String stack) {
    long[] newest = new long[1];
    repository
        .backend()
        .list(
            Name.Kind.STACK_LOCK,
            entry -> {
              String value = entry.name().value();
              if (value.startsWith(prefix(stack))) {
                newest[0] = Math.max(newest[0], Long.parseLong(value.substring(48), 16));
              }
            });
    return newest[0];
  }

  private static ByteBuffer sealed(Repository repository, Holder holder) {
    return ByteBuffer.wrap(
        repository.masterKey().seal(Json.line(holder).getBytes(StandardCharsets.UTF_8)));
  }

  /** Who holds the lock of the stack, if anybody does. */
  public static Optional<Holder> holder(StackRepository repository) {
    long newest = newest(repository.repository(), repository.stack());
    return newest == 0
        ? Optional.empty()
        : read(repository.repository(), repository.stack(), newest);
  }

  private static Optional<Holder> read(Repository repository, String stack, long number) {
    try {
      byte[] json = repository.masterKey().open(repository.backend().readAll(name(stack, number)));
      return Optional.of(Json.read(new String(json, StandardCharsets.UTF_8), Holder.class));
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.ABSENT) {
        return Optional.empty(); // given back in this moment
      }
      throw e;
    } catch (SealException e) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "the lock of " + stack + " in the repository is damaged",
          Safety.NOTHING_CHANGED,
          "see that nobody redeploys it, then remove " + name(stack, number));
    }
  }

  private void renew() {
    try {
      while (!closed) {
        Thread.sleep(RENEWAL);
        synchronized (this) {
          if (!closed && newest(repository, stack) == number) {
            holder =
                new Holder(
                    holder.stack(),
                    holder.work(),
                    holder.user(),
                    holder.host(),
                    holder.pid(),
                    holder.began(),
                    holder.since(),
                    Instant.now());
            repository.backend().put(name(stack, number), sealed(repository, holder));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (BackendException e) {
      // ensureHeld notices if it goes on
    }
  }

  /** Fails if somebody took the lock over, or if it could not be renewed for long. */
  synchronized void ensureHeld() {
    if (newest(repository, stack) != number
        || holder.renewed().plus(STALE.dividedBy(2)).isBefore(Instant.now())) {
      throw new FailureException(
          Failure.Kind.BUSY,
          "the lock of " + stack + " is no longer this run's",
          new Safety.Standing("this run stopped before its next step"),
          "rehome status    shows who holds it");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    renewal.interrupt();
    if (newest(repository, stack) == number) {
      repository.backend().delete(name(stack, number));
    }
  }
}
