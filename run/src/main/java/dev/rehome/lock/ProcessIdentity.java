package dev.rehome.lock;

import dev.rehome.repository.Machine;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of some machine, which is never taken for another one's.
 *
 * @param ticks when it began, since numbers are used again; 0 if nothing tells
 */
public record ProcessIdentity(Machine machine, long pid, long ticks) {
  /** This one. */
  public static ProcessIdentity self() {
    return of(ProcessHandle.current().pid());
  }

  /** One of this machine, which runs. */
  public static ProcessIdentity of(long pid) {
    try {
      long ticks = new ProcessTable.Kernel(Path.of("/proc")).ticks(pid);
      return new ProcessIdentity(Machine.here(), pid, ticks);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return new ProcessIdentity(Machine.here(), pid, 0);
    }
  }

  /**
   * Whether it has ended beyond doubt, seen from a machine. Of another machine, or another
   * container, nobody can tell.
   *
   * @param table the processes of the one who looks
   */
  public boolean certainlyGone(Machine here, ProcessTable table) {
    if (machine.id().isEmpty() || !machine.id().equals(here.id()) || unknownBoot(here)) {
      return false;
    }
    if (!machine.boot().equals(here.boot())) {
      // Machines and containers made of one image may share its id: only one that has its own
      // processes and its own name is certainly the same, started again.
      return !machine.inContainer() && !here.inContainer() && machine.name().equals(here.name());
    }
    return comparable(here) && table.look(pid, ticks) == ProcessTable.Sight.GONE;
  }

  /** The same of going on. */
  public boolean certainlyRuns(Machine here, ProcessTable table) {
    return machine.id().equals(here.id())
        && !unknownBoot(here)
        && machine.boot().equals(here.boot())
        && comparable(here)
        && table.look(pid, ticks) == ProcessTable.Sight.RUNS;
  }

  private boolean unknownBoot(Machine here) {
    return machine.boot().isEmpty() || here.boot().isEmpty();
  }

  private boolean comparable(Machine here) {
    return ticks != 0
        && !machine.processes().isEmpty()
        && machine.processes().equals(here.processes());
  }

  @Override
  public String toString() {
    return machine.name() + " (process " + pid + ")";
  }
}
