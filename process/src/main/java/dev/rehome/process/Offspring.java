package dev.rehome.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a job started: the members of its session, and whatever carries its tag. The number of a
 * session is given out again, after a while or when the machine starts: so when it began, and in
 * which start of the machine, belong to it.
 */
record Offspring(String folder, Optional<List<String>> session) {
  /** Of all that runs; without this program, and without what nobody can tell of. */
  List<ProcessTable.Entry> running() {
    try {
      List<ProcessTable.Entry> all = ProcessTable.running();
      Optional<Long> number = number(all);
      long self = ProcessHandle.current().pid();
      return all.stream()
          .filter(each -> each.pid() != self)
          .filter(
              each ->
                  number.filter(session -> session == each.session()).isPresent()
                      || each.hasVariable(Job.TAG, folder))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("could not list the processes of this machine", e);
    }
  }

  /** The session's number, if it is still this job's. */
  private Optional<Long> number(List<ProcessTable.Entry> all) throws IOException {
    if (session.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = session.get();
    long number = Long.parseLong(words.getFirst());
    if (words.size() < 4) {
      return Optional.of(number); // by a version that wrote no more
    }
    if (!words
        .get(2)
        .equals(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip())) {
      return Optional.empty();
    }
    if (!words.get(3).equals(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString())) {
      throw new ProcessFailure(
          ProcessFailure.Reason.UNSEEN,
          "what " + folder + " started ran in another container, and cannot be seen from here",
          List.of("see there that nothing of it runs"));
    }
    long began = Long.parseLong(words.get(1));
    boolean another = all.stream().anyMatch(each -> each.pid() == number && each.began() != began);
    return another ? Optional.empty() : Optional.of(number);
  }
}
