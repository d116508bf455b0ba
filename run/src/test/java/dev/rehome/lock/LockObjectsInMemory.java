package dev.rehome.lock;

import java.util.Optional;
import java.util.TreeMap;

/** A lock's objects as two machines see them, which fail when told to. */
final class LockObjectsInMemory implements LockObjects {
  /** How the next calls that write fail. */
  enum Fault {
    NONE,
    FAILS,
    ANSWER_LOST
  }

  private final TreeMap<Long, LockEntry> entries = new TreeMap<>();
  Fault fault = Fault.NONE;

  @Override
  public String stack() {
    return "shop";
  }

  @Override
  public synchronized long newest() {
    return entries.isEmpty() ? 0 : entries.lastKey();
  }

  @Override
  public synchronized Optional<LockEntry> read(long number) {
    return Optional.ofNullable(entries.get(number));
  }

  private <T> T act(java.util.function.Supplier<T> effect) {
    if (fault == Fault.FAILS) {
      throw new IllegalStateException("the bucket does not answer");
    }
    T answer = effect.get();
    if (fault == Fault.ANSWER_LOST) {
      throw new IllegalStateException("the bucket did not answer");
    }
    return answer;
  }

  @Override
  public synchronized boolean putIfAbsent(long number, LockEntry entry) {
    return act(() -> entries.putIfAbsent(number, entry) == null);
  }

  @Override
  public synchronized void put(long number, LockEntry entry) {
    act(() -> Optional.ofNullable(entries.put(number, entry)));
  }

  @Override
  public synchronized void deleteBelow(long number) {
    act(() -> entries.headMap(number).keySet().removeIf(each -> true));
  }

  /** As if somebody removed all by hand. */
  void clear() {
    entries.clear();
  }
}
