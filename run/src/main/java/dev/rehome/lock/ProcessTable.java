package dev.rehome.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The processes that run here, as far as one can see. */
public interface ProcessTable {
  /** Of this machine, or of the container that this is in. */
  ProcessTable HERE = new Kernel(Path.of("/proc"));

  /** What is known of a process. */
  enum Sight {
    RUNS,
    GONE,
    /** Nobody can tell: processes of others may be hidden. */
    UNSEEN
  }

  /**
   * Looks for a process.
   *
   * @param ticks when it began, since numbers are used again; as {@code /proc/PID/stat} has it
   */
  Sight look(long pid, long ticks);

  /** As Linux shows them. */
  record Kernel(Path folder) implements ProcessTable {
    private static final int BEGAN = 22;
    private static final int AFTER_NAME = 3;

    @Override
    public Sight look(long pid, long ticks) {
      try {
        return ticks(pid) == ticks ? Sight.RUNS : Sight.GONE;
      } catch (NoSuchFileException e) {
        return showsAll() ? Sight.GONE : Sight.UNSEEN;
      } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
        return Sight.UNSEEN; // also one that ends in this moment
      }
    }

    /** When a process began, in ticks since the machine did. */
    long ticks(long pid) throws IOException {
      String stat = Files.readString(folder.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(words[BEGAN - AFTER_NAME]);
    }

    /**
     * {@code hidepid} hides the processes of others, the first one among them; and the folder may
     * be another namespace's.
     */
    private boolean showsAll() {
      try {
        long self = Long.parseLong(Files.readSymbolicLink(folder.resolve("self")).toString());
        return self == ProcessHandle.current().pid() && ticks(1) >= 0;
      } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
        return false;
      }
    }
  }
}
