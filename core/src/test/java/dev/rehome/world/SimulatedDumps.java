package dev.rehome.world;

import dev.rehome.backup.BackupId;
import dev.rehome.database.DumpFolder;
import java.nio.file.Path;
import java.util.Objects;

/** Brings dumps from backups to a machine's disk. */
public final class SimulatedDumps {
  private SimulatedDumps() {}

  public static DumpFolder fetch(Invocation by, BackupId backup, String key, Path folder) {
    return by.call(
        "Dump.fetch",
        Trouble.DISK,
        () -> {
          if (by.machine.full) {
            throw Trouble.DISK.of("the dump");
          }
          Content dump = Objects.requireNonNull(by.world.repository.dumps.get(backup + " " + key));
          by.machine.dumps.put(folder.toString(), dump);
          return DumpFolder.here(folder);
        });
  }

  public static void remove(Invocation by, Path folder) {
    by.call("Dump.remove", Trouble.DISK, () -> by.machine.dumps.remove(folder.toString()));
  }
}
