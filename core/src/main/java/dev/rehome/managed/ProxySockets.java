package dev.rehome.managed;

import dev.rehome.host.Host;
import dev.rehome.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which a provider's proxy puts sockets, each in a folder named by its connection.
 *
 * @param host the machine that the proxy runs on, if that is not this one
 */
public record ProxySockets(Optional<Host> host, Path folder) {
  /** The connections that there are sockets for; none if the folder is not there. */
  public List<String> connections() {
    return host.map(this::there).orElseGet(this::here);
  }

  private List<String> there(Host machine) {
    return machine
        .run(Command.of("ls", "-1", "--", folder.toString()), Optional.empty())
        .output()
        .lines()
        .sorted()
        .toList();
  }

  private List<String> here() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("could not look into " + folder, e);
    }
  }

  @Override
  public String toString() {
    return folder + host.map(machine -> " on host " + machine.name()).orElse("");
  }
}
