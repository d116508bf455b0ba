package dev.rehome.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, as the kernel tells of them. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * A process.
   *
   * @param session the pid of the process that made its session
   * @param began when it began, in ticks since the machine did
   */
  record Entry(long pid, String name, long parent, long session, long began) {
    /** Whether it is flock, which made a job's session, or the shell below that. */
    boolean isScriptOf(long job) {
      return pid == job || (session == job && parent == job && name.equals("sh"));
    }

    /** Whether this is in its environment; not, if that may not be read. */
    boolean hasVariable(String variable, String value) {
      try {
        byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
        String wanted =
            new String(
                (variable + "=" + value).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        return List.of(new String(environment, StandardCharsets.ISO_8859_1).split("\0"))
            .contains(wanted);
      } catch (IOException e) {
        return false; // it is another user's, or has ended
      }
    }

    @Override
    public String toString() {
      return pid + " (" + name + ")";
    }
  }

  /** Those that run; not what has ended and whose end nobody has asked for yet. */
  static List<Entry> running() throws IOException {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .map(process -> process.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .flatMap(name -> entry(Long.parseLong(name)))
          .toList();
    }
  }

  private static Stream<Entry> entry(long pid) {
    try {
      String status = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      int name = status.lastIndexOf(')'); // the name may hold anything
      String[] fields = status.substring(name + 2).split(" ");
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Stream.of()
          : Stream.of(
              new Entry(
                  pid,
                  status.substring(status.indexOf('(') + 1, name),
                  Long.parseLong(fields[1]),
                  Long.parseLong(fields[3]),
                  Long.parseLong(fields[19])));
    } catch (IOException e) {
      return Stream.of(); // it has ended
    }
  }
}
