package dev.rehome.host.ssh;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.host.Hosts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Reaches hosts by the operator's own {@code ssh}, with its configuration, agent and known hosts.
 *
 * @param pins the keys of hosts that runs built, as a file of known hosts
 */
public record SshHosts(Path pins) implements Hosts {
  private static final String ONLY_OURS = "rwx------";

  @Override
  public Host at(Place place) {
    return new SshHost(new Connection(place, sockets(), pins.toAbsolutePath()));
  }

  /**
   * A folder with a short name, since sockets take no long ones, that nobody else may look into.
   */
  private static Path sockets() {
    Path folder = Path.of("/tmp", "rehome-" + System.getProperty("user.name"));
    try {
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OURS)));
      } catch (FileAlreadyExistsException e) {
        PosixFileAttributes there =
            Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours =
            there.isDirectory()
                && there.owner().getName().equals(System.getProperty("user.name"))
                && there.permissions().equals(PosixFilePermissions.fromString(ONLY_OURS));
        if (!ours) {
          throw unfit(folder + " is not a folder of this user's alone", e);
        }
      }
    } catch (IOException e) {
      throw unfit("cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
    return folder;
  }

  private static FailureException unfit(String what, IOException cause) {
    return new FailureException(
        new Failure(
            Failure.Kind.NOT_READY,
            what + "; the connections to hosts are to be there",
            Safety.NOTHING_CHANGED,
            java.util.List.of("remove it")),
        cause);
  }
}
