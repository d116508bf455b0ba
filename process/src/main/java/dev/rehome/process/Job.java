package dev.rehome.process;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A command that goes on when this program is killed, and runs at most once. Its folder tells
 * everything about it, also to a later process.
 */
public interface Job {
  /**
   * Names the job's folder in the environment of all that it starts, so that these can be found
   * even if they made a session of their own.
   */
  String TAG = "REHOME_JOB";

  /** What a look at the folder finds. */
  enum State {
    /** It was prepared, and never began. */
    NEW,
    RUNNING,
    /** It ended by itself, and its exit code is known. */
    ENDED,
    /**
     * How far it came is unknown: it began and was killed, or its folder is not there, since nobody
     * prepared it or somebody removed it.
     */
    LOST
  }

  /**
   * Makes the folder with all its files, on the disk before this returns; may be repeated. Nobody
   * is to write down that the job begins before that.
   *
   * @throws ProcessFailure if the disk does not take it
   */
  void prepare();

  State state();

  /**
   * Starts it, unless it was started before: then that one counts. The command runs only when its
   * trace is on the disk.
   *
   * @throws ProcessFailure if it did not begin: it is new still, or lost if its folder is gone
   */
  void start(Command command);

  /**
   * Waits until it has ended or is lost; earlier, and leaving it running, once {@code enough} says
   * so.
   */
  State await(BooleanSupplier enough);

  /** How it ended, and what it printed. */
  Finished finished();

  /** What it started and still runs, as {@code pid (name)}; without this program. */
  List<String> survivors();

  /**
   * Ends it and all that it started, and returns when nothing of it is left. One that has not begun
   * never does from then on. One that ended by itself keeps what it left running, such as a
   * service.
   *
   * @throws ProcessFailure if something of it cannot be ended
   */
  void end();

  /** The file that its output grows in; only this user can read it. */
  Path output();

  /** The file that its errors grow in; only this user can read it. */
  Path errors();
}
