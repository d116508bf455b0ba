package dev.rehome.repository;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.LockFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A claim on the repository, shared or exclusive, in restic's form, so that both tools respect each
 * other. It is renewed in the background; if that fails for too long, {@link #ensureHeld} stops
 * this process before another may have begun.
 */
public final class RepositoryLock implements AutoCloseable {
  /** Which claim: several may share, one may be alone. */
  public enum Mode {
    SHARED,
    EXCLUSIVE
  }

  /** A lock that somebody holds, or once held. */
  public record Held(Name name, LockFile file) {
    /**
     * Its owner is surely gone: not renewed for half an hour, or its process on this host has
     * ended.
     */
    public boolean stale(Instant now) {
      if (file.time().instant().plus(STALE).isBefore(now)) {
        return true;
      }
      boolean here = file.hostname().equals(Party.self().hostname());
      return here && ProcessHandle.of(file.pid()).isEmpty();
    }

    @Override
    public String toString() {
      String since =
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
              .withZone(ZoneId.systemDefault())
              .format(file.time().instant());
      return (file.exclusive() ? "exclusively" : "jointly")
          + " by "
          + file.username()
          + " on "
          + file.hostname()
          + " (process "
          + file.pid()
          + ") since "
          + since;
    }
  }

  private static final Duration STALE = Duration.ofMinutes(30);
  private static final Duration RENEWAL = Duration.ofMinutes(5);
  private static final Duration TRUST =
      Duration.ofSeconds(22 * 60 + 30); // well before others see it as stale
  private static final Duration SECOND_LOOK = Duration.ofMillis(200);

  private final Backend backend;
  private final Documents documents;
  private final Mode mode;
  private final Duration renewEvery;
  private final Thread renewal;
  private Name name;
  private boolean closed;
  private volatile Instant renewed;
  private CompletableFuture<Void> secondLook = CompletableFuture.completedFuture(null);

  private RepositoryLock(Repository repository, Mode mode, Duration renewEvery) {
    this.renewEvery = renewEvery;
    this.backend = repository.backend();
    this.documents = repository.documents();
    this.mode = mode;
    this.renewed = Instant.now();
    this.name = write();
    this.renewal = Thread.ofVirtual().name("lock renewal").unstarted(this::renewUntilClosed);
  }

  /** Takes the lock or says who has it. */
  public static RepositoryLock take(Repository repository, Mode mode) {
    return take(repository, mode, RENEWAL);
  }

  static RepositoryLock take(Repository repository, Mode mode, Duration renewEvery) {
    var lock = begin(repository, mode, renewEvery);
    try {
      lock.ensureHeld();
      return lock;
    } catch (RuntimeException e) {
      lock.closeAfter(e);
      throw e;
    }
  }

  /**
   * Begins to take a shared lock, for somebody who has to read before he writes: it is his once
   * {@link #ensureHeld} returns. What he knew of the repository is forgotten, since an index that
   * was loaded before the lock was there may name what somebody has pruned since.
   */
  public static RepositoryLock begin(Repository repository) {
    var lock = begin(repository, Mode.SHARED, RENEWAL);
    repository.forgetIndex();
    return lock;
  }

  /**
   * Looks, writes, and looks again some time later, since two may have looked at once. Stale locks
   * go first: they would be in restic's way.
   */
  private static RepositoryLock begin(Repository repository, Mode mode, Duration renewEvery) {
    remove(repository, false);
    refuseIfHeld(repository, mode, Optional.empty());
    var lock = new RepositoryLock(repository, mode, renewEvery);
    Name own = lock.name;
    lock.secondLook =
        CompletableFuture.runAsync(
            () -> refuseIfHeld(repository, mode, Optional.of(own)),
            CompletableFuture.delayedExecutor(
                SECOND_LOOK.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    lock.renewal.start();
    return lock;
  }

  private static void refuseIfHeld(Repository repository, Mode mode, Optional<Name> own) {
    Instant now = Instant.now();
    List<Held> conflicting =
        list(repository).stream()
            .filter(held -> own.isEmpty() || !held.name().equals(own.get()))
            .filter(held -> mode == Mode.EXCLUSIVE || held.file().exclusive())
            .filter(held -> !held.stale(now))
            .toList();
    if (!conflicting.isEmpty()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.LOCKED,
          "the repository "
              + repository.backend().location()
              + " is locked "
              + conflicting.getFirst()
              + (conflicting.size() > 1 ? " and by " + (conflicting.size() - 1) + " more" : ""),
          "nothing was changed",
          "wait until that is done, and try again",
          "rehome repository unlock LOCATION    removes locks whose owners are gone; this one's is"
              + " not known to be");
    }
  }

  /** All locks, also stale ones. */
  public static List<Held> list(Repository repository) {
    var locks = new ArrayList<Held>();
    for (Name name : repository.documents().names(Name.Kind.LOCK)) {
      try {
        locks.add(new Held(name, repository.documents().load(name, LockFile::decode)));
      } catch (BackendException e) {
        if (e.kind() != BackendException.Kind.ABSENT) { // released since it was listed
          throw e;
        }
      } catch (RepositoryFailure e) {
        throw new RepositoryFailure(
            RepositoryFailure.Reason.LOCKED,
            e.whatHappened() + "; so nobody can tell who has locked the repository, and how",
            "nothing was changed",
            "see that no other process uses the repository, then",
            "rehome repository unlock --all LOCATION    removes all locks");
      }
    }
    return locks;
  }

  /**
   * Removes stale locks, or all; those removed. A lock that cannot be read is removed only with
   * all.
   */
  public static List<Name> remove(Repository repository, boolean all) {
    var removed = new ArrayList<Name>();
    Instant now = Instant.now();
    for (Name name : repository.documents().names(Name.Kind.LOCK)) {
      if (all || isStale(repository, name, now)) {
        repository.backend().delete(name);
        removed.add(name);
      }
    }
    return removed;
  }

  private static boolean isStale(Repository repository, Name name, Instant now) {
    try {
      return new Held(name, repository.documents().load(name, LockFile::decode)).stale(now);
    } catch (RepositoryFailure | BackendException e) {
      return false;
    }
  }

  private Name write() {
    Party self = Party.self();
    Instant now = Instant.now();
    var file =
        new LockFile(
            GoTime.local(now),
            mode == Mode.EXCLUSIVE,
            self.hostname(),
            self.username(),
            self.pid(),
            self.uid(),
            self.gid());
    Name written = documents.save(Name.Kind.LOCK, file.encode());
    renewed = now;
    return written;
  }

  private void renewUntilClosed() {
    secondLook.exceptionally(e -> null).join(); // which knows this lock by its first name
    try {
      while (true) {
        Thread.sleep(renewEvery);
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** The new lock first, then the old one goes: there is no moment without. */
  private synchronized void renew() {
    if (closed || lost()) {
      return; // what is lost must not seem to be held again
    }
    try {
      if (!documents.names(Name.Kind.LOCK).contains(name)) {
        renewed = Instant.MIN; // somebody removed it
        return;
      }
      Name old = name;
      name = write();
      backend.delete(old);
    } catch (BackendException e) {
      // Tried again at the next turn; ensureHeld() ends the work if that goes on for too long.
    }
  }

  /**
   * Waits until the lock is surely one's own. Fails if somebody else has one that rules it out, or
   * if it could not be renewed for so long that others may soon take it for stale.
   */
  public void ensureHeld() {
    try {
      secondLook.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    if (lost()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.LOCKED,
          "the lock on "
              + backend.location()
              + " was removed by another process, or could not be renewed for more than 22 minutes",
          "nothing was written since it may have been lost; the repository is valid",
          "see that the repository can be reached, and start again");
    }
  }

  private boolean lost() {
    return renewed.isBefore(Instant.now().minus(TRUST));
  }

  private void closeAfter(RuntimeException first) {
    try {
      close();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  /** Interrupts no renewal in the middle: it might leave a lock whose name nobody knows. */
  @Override
  public synchronized void close() {
    closed = true;
    secondLook.cancel(false);
    renewal.interrupt();
    backend.delete(name);
  }
}
