package dev.rehome.google;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedServers;
import dev.rehome.managed.ProxySockets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds Cloud SQL instances. */
public final class CloudSql implements ManagedServers {
  private final Map<String, String> environment;

  public CloudSql(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public ManagedServer find(Place place) {
    Client client = Client.of(place.endpoint(), place.project(), environment);
    if (!place.name().contains("*")) {
      return server(client, place.name(), place.sockets());
    }
    List<String> found = bySocket(place);
    if (found.isEmpty()) {
      found =
          Optional.ofNullable(
                  client
                      .call("listing instances", api -> api.instances().list(place.project()))
                      .getItems())
              .orElse(List.of())
              .stream()
              .map(DatabaseInstance::getName)
              .filter(name -> pattern(place).matcher(name).matches())
              .toList();
    }
    if (found.size() != 1) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          (found.isEmpty() ? "no instance" : found.size() + " instances")
              + " of project "
              + place.project()
              + " fit "
              + place.name()
              + (found.isEmpty() ? "" : ": " + String.join(", ", found)),
          Safety.NOTHING_CHANGED,
          found.isEmpty()
              ? "see cloud-sql.project and cloud-sql.discover, and " + place.sockets()
              : "give cloud-sql.instance the name of the one that is meant");
    }
    return server(client, found.getFirst(), place.sockets());
  }

  private ManagedServer server(Client client, String name, ProxySockets sockets) {
    return new CloudSqlServer(
        client,
        new Exports(new BucketClient(environment)),
        new ProjectRights(client, environment),
        name,
        sockets);
  }

  private static Pattern pattern(Place place) {
    return Pattern.compile(
        Stream.of(place.name().split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  /** As an operator reads it from the names in the folder: {@code PROJECT:REGION:INSTANCE}. */
  private static List<String> bySocket(Place place) {
    return place.sockets().connections().stream()
        .filter(name -> name.startsWith(place.project() + ":"))
        .map(name -> name.substring(name.lastIndexOf(':') + 1))
        .filter(name -> pattern(place).matcher(name).matches())
        .sorted()
        .toList();
  }
}
