package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.failure.FailureException;
import dev.rehome.host.Host;
import dev.rehome.host.Reach;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** Whether certainly nothing listens where a server is said to be. */
final class Listening {
  private static final int MILLISECONDS = 5_000;
  private static final String REFUSED = "Connection refused";

  /**
   * Prints for each address of a name what connecting to it says; nothing if it took the
   * connection.
   */
  private static final String EACH_ADDRESS =
      """
      addresses=$(getent ahosts "$1" | awk '{ print $1 }' | sort -u)
      [ -n "$addresses" ] || { echo "the name $1 is not known"; exit; }
      for address in $addresses; do
        timeout 5 bash -c 'exec 3<> "/dev/tcp/$1/$2"' connect "$address" "$2" 2>&1 ||
          echo "$address: it took no connection"
        echo end
      done
      """;

  private Listening() {}

  /** Why nothing can answer, if that is certain. */
  static Optional<String> at(Endpoint endpoint) {
    return endpoint.near().isPresent()
        ? endpoint.near().flatMap(near -> from(near.host(), near.there()))
        : here(new Reach(endpoint.host(), endpoint.port()));
  }

  private static Optional<String> here(Reach reach) {
    return reach.isSocket() ? socket(reach) : everyAddress(reach);
  }

  private static String file(Reach reach) {
    return reach.host() + "/.s.PGSQL." + reach.port();
  }

  /** Its folder is named by the connection, as a provider's proxy does it: PROJECT:REGION:NAME. */
  private static boolean isOfProxy(Reach reach) {
    return String.valueOf(Path.of(reach.host()).getFileName()).matches("[^:]+(:[^:]+)+");
  }

  private static Optional<String> socket(Reach reach) {
    if (isOfProxy(reach)) {
      return Optional.empty(); // the proxy is gone, and no more is known
    }
    Path file = Path.of(file(reach));
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.of("there is no socket " + file);
    } catch (IOException e) {
      return Optional.empty();
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // if its queue is full that is said, not waited for
      channel.connect(UnixDomainSocketAddress.of(file));
      return Optional.empty();
    } catch (ConnectException e) {
      return isRefused(e) ? Optional.of("nothing listens at socket " + file) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isRefused(ConnectException e) {
    return String.valueOf(e.getMessage()).startsWith(REFUSED);
  }

  private static Optional<String> everyAddress(Reach reach) {
    try {
      for (InetAddress address : InetAddress.getAllByName(reach.host())) {
        if (!refuses(address, reach.port())) {
          return Optional.empty();
        }
      }
      return Optional.of("connections to " + reach + " are refused");
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** A loopback address that this machine does not have (IPv6 is switched off) has no server. */
  private static boolean refuses(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), MILLISECONDS);
      return false;
    } catch (ConnectException e) {
      return isRefused(e);
    } catch (BindException e) {
      return address.isLoopbackAddress();
    } catch (SocketException e) {
      return address.isLoopbackAddress()
          && String.valueOf(e.getMessage()).startsWith("Network is unreachable");
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> from(Host host, Reach there) {
    try {
      return there.isSocket() ? socket(host, there) : everyAddress(host, there);
    } catch (FailureException e) {
      return Optional.empty(); // the host itself cannot be reached
    }
  }

  private static Optional<String> socket(Host host, Reach there) {
    Finished listed = run(host, Command.of("ls", "-d", "--", file(there)));
    return !isOfProxy(there)
            && !listed.succeeded()
            && listed.errors().strip().endsWith("No such file or directory")
        ? Optional.of("there is no socket " + file(there) + " on host " + host.name())
        : Optional.empty();
  }

  private static Optional<String> everyAddress(Host host, Reach there) {
    Finished tried =
        run(host, Command.of("sh", "-c", EACH_ADDRESS, "look", there.host(), "" + there.port()));
    List<String> answers = List.of(tried.output().strip().split("(?m)^end$"));
    boolean all =
        tried.succeeded()
            && !tried.output().isBlank()
            && answers.stream().allMatch(each -> each.contains(REFUSED));
    return all
        ? Optional.of("connections to " + there + " from host " + host.name() + " are refused")
        : Optional.empty();
  }

  private static Finished run(Host host, Command command) {
    return host.run(command.with("LC_ALL", "C"), Optional.of(host.login()));
  }
}
