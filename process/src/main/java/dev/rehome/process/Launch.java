package dev.rehome.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts processes that make sessions of their own. Until one has, a Ctrl-C on the terminal, which
 * is meant for this program, ends it too; then it is started again.
 */
final class Launch {
  private static final int ATTEMPTS = 5;
  private static final int LOOK_NANOS = 200_000;

  /** How a process ends that SIGHUP, SIGINT or SIGTERM ended. */
  private static final Set<Integer> BY_TERMINAL = Set.of(129, 130, 143);

  private Launch() {}

  static Process of(ProcessBuilder builder) throws IOException {
    for (int i = 1; ; i++) {
      try {
        Process process = builder.start();
        if (hasSession(process) || i == ATTEMPTS) {
          return process;
        }
      } catch (IOException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean hasSession(Process process) {
    Path status = Path.of("/proc/" + process.pid() + "/stat");
    while (process.isAlive()) {
      try {
        String text = Files.readString(status, StandardCharsets.ISO_8859_1);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        if (fields[3].equals("" + process.pid())) {
          return true;
        }
      } catch (IOException e) {
        // it has ended
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return !BY_TERMINAL.contains(process.exitValue());
  }
}
