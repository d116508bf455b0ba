package dev.rehome.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A job of this machine. Its folder holds a lock that is held while it runs, the session it runs
 * in, what it printed, and in the end its exit code.
 *
 * <p>The lock is the kernel's (flock), so it cannot be left over, and is not confused by process
 * ids that are used again.
 */
public final class FolderJob implements Job {
  private static final int NOT_STARTED = 75;
  private static final int BY_SIGNAL = 128; // and the signal's number, as shells say it
  private static final int LAST_SIGNAL = 64;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration ORDERLY = Duration.ofSeconds(10);
  private static final Duration KILLED = Duration.ofSeconds(5);
  private static final String CALLED_OFF = "called-off";

  /**
   * Runs the arguments; {@code $0} is the job's folder. Whatever cannot be written ends it before
   * the command; what is written before that is on the disk.
   */
  private static final String SCRIPT =
      """
      began() { shift 19; echo "$1"; }
      exec 3>> "$0/output" 4>> "$0/errors" || exit
      read -r session < "$0/session" || exit
      [ -z "$session" ] || exit 75
      read -r status < "/proc/$PPID/stat" || exit
      session="$PPID $(began ${status##*\\) }) $(cat /proc/sys/kernel/random/boot_id) $(readlink /proc/self/ns/pid)"
      printf '%-127s\\n' "$session" 1<> "$0/session" && sync "$0/session" || exit
      exec 2>&4
      "$@" >&3 3>&- 4>&- < /dev/null
      printf '%-7s\\n' $? 1<> "$0/exit-code"
      """;

  /** Has one that has not begun never begin. */
  private static final String CALL_OFF =
      """
      read -r session < "$0/session" || exit
      [ -n "$session" ] || { printf '%-127s\\n' called-off 1<> "$0/session" && sync "$0/session"; }
      """;

  private final JobFiles files;

  public FolderJob(Path folder) {
    this.files = new JobFiles(folder.toAbsolutePath().normalize());
  }

  @Override
  public Path output() {
    return files.at(JobFiles.OUTPUT);
  }

  @Override
  public Path errors() {
    return files.at(JobFiles.ERRORS);
  }

  @Override
  public void prepare() {
    try {
      files.make();
    } catch (IOException e) {
      throw new ProcessFailure(
          ProcessFailure.Reason.NOT_STARTED,
          "could not make the folder of a command, " + files.folder() + ": " + e.getMessage(),
          List.of("see that there is room, and that the folder above it can be written"));
    }
  }

  @Override
  public State state() {
    Optional<State> ended = ended();
    if (ended.isPresent()) {
      return ended.get();
    }
    if (!files.has(JobFiles.LOCK)) {
      return State.LOST;
    }
    if (isLocked()) {
      return State.RUNNING;
    }
    return ended().orElse(begun() ? State.LOST : State.NEW); // it may have ended between the looks
  }

  /**
   * A command that a signal ended did not end by itself: what it started may still be at work.
   * There are 64 signals; a code above theirs, such as ssh's 255, is the command's own.
   */
  private Optional<State> ended() {
    return exitCode()
        .map(
            code -> code > BY_SIGNAL && code <= BY_SIGNAL + LAST_SIGNAL ? State.LOST : State.ENDED);
  }

  private Optional<Integer> exitCode() {
    try {
      return files
          .text(JobFiles.EXIT_CODE)
          .filter(text -> text.matches("\\d{1,3}"))
          .map(Integer::valueOf);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read how a job ended", e);
    }
  }

  private Optional<List<String>> session() {
    return written().filter(words -> !words.getFirst().equals(CALLED_OFF));
  }

  private boolean calledOff() {
    return written().isPresent() && session().isEmpty();
  }

  private Optional<List<String>> written() {
    try {
      return files.session();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read whether a job began", e);
    }
  }

  /** Without the file nobody knows. */
  private boolean begun() {
    return session().isPresent() || !files.has(JobFiles.SESSION);
  }

  private boolean isLocked() {
    Finished look = locked(List.of("-n", "-s"), List.of("true"));
    if (look.exitCode() != 0 && look.exitCode() != NOT_STARTED && files.has(JobFiles.LOCK)) {
      throw new ProcessFailure(
          ProcessFailure.Reason.UNSEEN,
          "cannot see whether the command of " + files.folder() + " runs: " + look.errors().strip(),
          List.of("see that its files can be read"));
    }
    return look.exitCode() == NOT_STARTED;
  }

  private Finished locked(List<String> options, List<String> arguments) {
    return Command.of(flock(options, arguments).toArray(String[]::new)).run(MINUTE);
  }

  private List<String> flock(List<String> options, List<String> arguments) {
    var all = new ArrayList<>(List.of("flock", "-o", "-E", "" + NOT_STARTED));
    all.addAll(options);
    all.add(files.at(JobFiles.LOCK).toString());
    all.addAll(arguments);
    return all;
  }

  @Override
  public void start(Command command) {
    if (session().isPresent()) {
      return;
    }
    String name = command.arguments().getFirst();
    if (!files.has(JobFiles.SESSION) || !files.has(JobFiles.LOCK)) {
      throw notStarted(name, "its files are not there");
    }
    if (calledOff()) {
      throw notStarted(name, "it was called off");
    }
    var script = new ArrayList<>(List.of("sh", "-c", SCRIPT, files.folder().toString()));
    script.addAll(command.arguments());
    try { // somebody else's look may hold the lock for a moment
      Process process =
          Launch.of(
              command
                  .with(TAG, files.folder().toString())
                  .builder(flock(List.of("-w", "5"), script))
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD));
      process.getOutputStream().close();
      while (process.isAlive() && session().isEmpty()) {
        pause();
      }
      if (session().isEmpty()) {
        throw notStarted(name, Text.of(process.getErrorStream().readAllBytes()).strip());
      }
    } catch (IOException e) {
      throw notStarted(name, String.valueOf(e.getMessage()));
    }
  }

  private ProcessFailure notStarted(String name, String why) {
    return new ProcessFailure(
        ProcessFailure.Reason.NOT_STARTED,
        "could not start " + name + " in " + files.folder() + ": " + why,
        List.of("see that there is room, and that the folder can be written"));
  }

  @Override
  public State await(BooleanSupplier enough) {
    State state = state();
    while (state == State.RUNNING && !enough.getAsBoolean()) {
      for (int i = 0; i < 5 && exitCode().isEmpty(); i++) {
        pause();
      }
      state = state();
    }
    return state;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a job", e);
    }
  }

  @Override
  public Finished finished() {
    try {
      return new Finished(
          exitCode().orElseThrow(() -> new IOException("no exit code is in " + files.folder())),
          files.printed(JobFiles.OUTPUT),
          files.printed(JobFiles.ERRORS));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read how a job ended", e);
    }
  }

  @Override
  public List<String> survivors() {
    return offspring().stream().map(ProcessTable.Entry::toString).toList();
  }

  /** Without the script, once it has nothing more to do than to end. */
  private List<ProcessTable.Entry> offspring() {
    boolean over = exitCode().isPresent();
    long script = script();
    return new Offspring(files.folder().toString(), session())
        .running().stream().filter(each -> !over || !each.isScriptOf(script)).toList();
  }

  private long script() {
    return session().map(words -> Long.parseLong(words.getFirst())).orElse(0L);
  }

  @Override
  public void end() {
    if (files.has(JobFiles.SESSION) && session().isEmpty()) {
      callOff();
    }
    if (ended().filter(State.ENDED::equals).isPresent()) {
      return;
    }
    if (!left(ORDERLY, false) || !left(KILLED, true)) {
      return;
    }
    throw new ProcessFailure(
        ProcessFailure.Reason.LEFT_RUNNING,
        "could not end what " + files.folder() + " started: " + String.join(", ", survivors()),
        List.of("end these processes, or wait for them"));
  }

  private void callOff() {
    Finished finished =
        locked(List.of("-w", "5"), List.of("sh", "-c", CALL_OFF, files.folder().toString()));
    if (!finished.succeeded() && session().isEmpty()) {
      throw new ProcessFailure(
          ProcessFailure.Reason.LEFT_RUNNING,
          "could not call off the command of "
              + files.folder()
              + ", which may still begin: "
              + finished.errors().strip(),
          List.of("see that the folder can be written"));
    }
  }

  /**
   * Tells each process once to end, or kills all again and again; whether any is left in the end.
   * The script is not told: it ends after the command, and writes down how that ended.
   */
  private boolean left(Duration patience, boolean kill) {
    long limit = System.nanoTime() + patience.toNanos();
    Set<Long> told = new HashSet<>();
    long script = script();
    List<ProcessTable.Entry> left = offspring();
    while (!left.isEmpty() && System.nanoTime() < limit) {
      for (ProcessTable.Entry each : left) {
        Optional<ProcessHandle> process = ProcessHandle.of(each.pid());
        if (kill) {
          process.ifPresent(ProcessHandle::destroyForcibly);
        } else if (!each.isScriptOf(script) && told.add(each.pid())) {
          process.ifPresent(ProcessHandle::destroy);
        }
      }
      pause();
      left = offspring();
    }
    return !left.isEmpty();
  }
}
