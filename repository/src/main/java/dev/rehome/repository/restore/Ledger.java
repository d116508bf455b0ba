package dev.rehome.repository.restore;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.progress.Meter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a restore does, and knows which files could not be completed; from several threads.
 */
final class Ledger {
  private final RestoreListener listener;
  private final Meter meter;
  private final LongAdder entries = new LongAdder();
  private final Set<RawPath> failed = ConcurrentHashMap.newKeySet();
  private volatile boolean damaged;

  Ledger(RestoreListener listener, Meter meter) {
    this.listener = listener;
    this.meter = meter;
  }

  Meter meter() {
    return meter;
  }

  void entry() {
    entries.increment();
  }

  /** An entry failed; each is told of once. A full disk ends the whole restore. */
  void problem(RawPath path, SystemException e) {
    if (e.full()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          "the target's disk is full: " + e.getMessage(),
          "what was restored so far is right as far as it goes; the repository is unchanged",
          "make room and run the same restore again: it goes on from there");
    }
    report(path, String.valueOf(e.getMessage()));
  }

  void damage(RawPath path, RepositoryFailure e) {
    damaged = true;
    report(path, path + ": " + e.whatHappened());
  }

  private void report(RawPath path, String problem) {
    if (failed.add(path)) {
      listener.problem(path, problem);
    }
  }

  boolean failed(RawPath path) {
    return failed.contains(path);
  }

  /** What work on one entry may throw, and what becomes of it. */
  interface Work {
    void run() throws SystemException;
  }

  void attempt(RawPath path, Work work) {
    try {
      work.run();
    } catch (SystemException e) {
      problem(path, e);
    } catch (RepositoryFailure e) {
      if (e.reason() != RepositoryFailure.Reason.DAMAGED) {
        throw e;
      }
      damage(path, e);
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.PERMANENT) {
        throw e;
      }
      damage(path, RepositoryFailure.damaged(String.valueOf(e.getMessage())));
    }
  }

  RestoreResult result() {
    var now = meter.now();
    return new RestoreResult(entries.sum(), now.bytes(), now.stored(), failed.size(), damaged, now);
  }
}
