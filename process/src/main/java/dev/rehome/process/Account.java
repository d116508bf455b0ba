package dev.rehome.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A user of this machine, as /etc/passwd has it; commands can be run as one by root. */
public record Account(String name, long uid, long gid, String home) {
  public static Optional<Account> find(String name) {
    try {
      return Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 5 && fields[0].equals(name))
          .map(
              fields ->
                  new Account(
                      name, Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5]))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read /etc/passwd", e);
    }
  }

  /** Whether this program may act as others. */
  public static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The command as this user, with the user's groups; nothing changes for one's own account. */
  public Command run(Command command) {
    if (name.equals(System.getProperty("user.name"))) {
      return command;
    }
    return command
        .after(List.of("setpriv", "--reuid", name, "--regid", "" + gid, "--init-groups", "--"))
        .with("HOME", home)
        .with("USER", name)
        .with("LOGNAME", name);
  }
}
