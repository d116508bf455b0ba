package dev.rehome.host;

import dev.rehome.process.Command;
import dev.rehome.process.Conversation;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A machine of the stack. */
public interface Host {
  /** The exit code of {@link #command} if the connection was lost, or never there. */
  int LOST = 255;

  /** As the stack file calls it. */
  String name();

  /**
   * A command of this machine that runs another one on the host. Its environment travels unseen.
   * When the connection is lost, the host ends the command, with all that it started; the next one
   * of the same user waits for that.
   *
   * @param user who runs it there; else the host's usual user
   */
  Command command(Command there, Optional<String> user);

  /**
   * Runs a command there that may be repeated; a lost connection is no end of it.
   *
   * @throws dev.rehome.failure.FailureException if the host cannot be reached
   */
  Finished run(Command there, Optional<String> user);

  /** The same of one that takes long. */
  Finished run(Command there, Optional<String> user, Duration limit);

  /** Runs a command there once: if the connection is lost, its exit code is {@link #LOST}. */
  Finished once(Command there, Optional<String> user, Duration limit);

  /** Who logs in there. */
  String login();

  /** Writes a file there, as who logs in; others can neither read it nor see it half written. */
  void write(Path file, String text);

  /**
   * Starts a program there that is spoken with, as root where the host has {@code sudo}. It is sent
   * if it is not there yet.
   *
   * @throws dev.rehome.failure.FailureException if the host cannot be reached, or cannot take it
   */
  Conversation agent(AgentBundle bundle);

  /**
   * Where this machine reaches a server that the host reaches; for as long as work goes on there,
   * and a minute more.
   */
  Reach reach(Reach there);

  /**
   * Makes first contact with a machine that was just built: the key of the one before it is
   * forgotten, this one's is learned.
   *
   * @throws dev.rehome.failure.FailureException if it does not answer yet
   */
  void meet();
}
