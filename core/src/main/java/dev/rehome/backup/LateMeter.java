package dev.rehome.backup;

import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.progress.Progress;

/** Counts for somebody who is named only when the work is under way; until then for nobody. */
final class LateMeter extends Meter {
  private volatile Meter told = new Meter();

  /** From now on counts in that one. */
  void tell(Meter meter) {
    told = meter;
  }

  @Override
  public void file() {
    told.file();
  }

  @Override
  public void bytes(long count) {
    told.bytes(count);
  }

  @Override
  public void stored(long count) {
    told.stored(count);
  }

  @Override
  public void total(long allBytes) {
    told.total(allBytes);
  }

  @Override
  public Progress now() {
    return told.now();
  }
}
