package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.SnapshotSummary;
import dev.rehome.repository.progress.Meter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a backup finds, and passes on what is wrong; from several threads. */
final class Findings {
  private final BackupListener listener;
  private final Meter meter;
  private final LongAdder filesNew = new LongAdder();
  private final LongAdder filesChanged = new LongAdder();
  private final LongAdder filesUnmodified = new LongAdder();
  private final LongAdder directoriesNew = new LongAdder();
  private final LongAdder directoriesChanged = new LongAdder();
  private final LongAdder directoriesUnmodified = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder problems = new LongAdder();

  Findings(BackupListener listener, Meter meter) {
    this.listener = listener;
    this.meter = meter;
  }

  void directory(Optional<Id> before, Id now) {
    LongAdder counter =
        before.isEmpty()
            ? directoriesNew
            : before.get().equals(now) ? directoriesUnmodified : directoriesChanged;
    counter.increment();
  }

  void unmodified(long size) {
    filesUnmodified.increment();
    bytes.add(size);
    meter.bytes(size);
    meter.file();
  }

  void stored(boolean wasThere, long size) {
    (wasThere ? filesChanged : filesNew).increment();
    bytes.add(size);
    meter.file();
  }

  void problem(RawPath path, SystemException e) {
    report(
        new SourceProblem(
            path,
            e.absent() ? SourceProblem.Kind.VANISHED : SourceProblem.Kind.UNREADABLE,
            String.valueOf(e.getMessage())));
  }

  void changed(RawPath path) {
    report(new SourceProblem(path, SourceProblem.Kind.CHANGED, ""));
  }

  private void report(SourceProblem problem) {
    problems.increment();
    listener.problem(problem);
  }

  long problems() {
    return problems.sum();
  }

  SnapshotSummary summary(GoTime start, BlobWriter writer) {
    return new SnapshotSummary(
        start,
        GoTime.local(Instant.now()),
        filesNew.sum(),
        filesChanged.sum(),
        filesUnmodified.sum(),
        directoriesNew.sum(),
        directoriesChanged.sum(),
        directoriesUnmodified.sum(),
        writer.blobs(BlobType.DATA),
        writer.blobs(BlobType.TREE),
        writer.added(),
        writer.stored(),
        filesNew.sum() + filesChanged.sum() + filesUnmodified.sum(),
        bytes.sum());
  }
}
