package dev.rehome.database.postgres;

import dev.rehome.database.DumpFolder;
import dev.rehome.database.Endpoint;
import dev.rehome.host.Host;
import dev.rehome.host.LostLineException;
import dev.rehome.host.Reach;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The machine that PostgreSQL's programs run on. */
sealed interface Site {
  /** Where the database is for that machine. */
  Reach database();

  /** The folder of its programs. */
  Path programs();

  /** What this machine starts to have the command run there. */
  Command command(Command there);

  /** Runs it there to its end. */
  Finished run(Command there, Duration limit);

  /** Writes a file beside a dump. */
  void write(Path file, String text);

  /** That of the folder, with programs of the server's version, or a newer one here. */
  static Site of(DumpFolder folder, Endpoint endpoint, ProgramSearch programs) {
    Optional<Endpoint.Near> near = endpoint.near().filter(each -> folder.host().isPresent());
    return near.<Site>map(each -> new There(each.host(), each.there(), programs.there(each.host())))
        .orElseGet(() -> here(endpoint, programs));
  }

  /** This machine. */
  static Site here(Endpoint endpoint, ProgramSearch programs) {
    return new Here(new Reach(endpoint.host(), endpoint.port()), programs.here().programs());
  }

  /** This machine. */
  record Here(Reach database, Path programs) implements Site {
    @Override
    public Command command(Command there) {
      return there;
    }

    @Override
    public Finished run(Command there, Duration limit) {
      return there.run(limit);
    }

    @Override
    public void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException("could not write what is to be loaded", e);
      }
    }
  }

  /** A host, where they run as who logs in, as whom the forwarded connection is seen, too. */
  record There(Host host, Reach database, Path programs) implements Site {
    @Override
    public Command command(Command there) {
      return host.command(there, Optional.of(host.login()));
    }

    @Override
    public Finished run(Command there, Duration limit) {
      Finished finished = host.once(there, Optional.of(host.login()), limit);
      if (finished.exitCode() == Host.LOST) {
        throw new LostLineException(
            "the connection to host "
                + host.name()
                + " was lost while "
                + Path.of(there.arguments().getFirst()).getFileName()
                + " ran there: "
                + finished.errors().strip());
      }
      return finished;
    }

    @Override
    public void write(Path file, String text) {
      host.write(file, text);
    }
  }
}
