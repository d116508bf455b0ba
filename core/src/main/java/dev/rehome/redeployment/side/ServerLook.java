package dev.rehome.redeployment.side;

import dev.rehome.backup.Sources;
import dev.rehome.database.Bystanders;
import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Presence;
import dev.rehome.failure.FailureException;
import dev.rehome.stack.Stack.DatabaseSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for what would be lost with the databases' servers: the stack file says what becomes of the
 * databases that it names, and nothing of what else is there. A server stays if something on it is
 * kept, or if the stack file says so; then what else is there is only mentioned.
 */
public record ServerLook(Sources sources) {
  /** A database of the stack file, and what became of the wish to ask it. */
  private record Member(DatabaseSettings settings, Database database, Presence presence) {
    String address() {
      Endpoint endpoint = database.endpoint();
      return endpoint
          .near()
          .map(near -> near.there() + " from " + near.host().name())
          .orElse(endpoint.host() + ":" + endpoint.port());
    }

    boolean here() {
      return presence instanceof Presence.Here;
    }

    boolean stays() {
      return settings.kept() || settings.sharedServer();
    }
  }

  /** Members of one server; at least one of them answers. */
  private record Server(List<Member> members) {
    boolean stays() {
      return members.stream().anyMatch(Member::stays);
    }

    Set<String> named() {
      return members.stream()
          .map(member -> member.database().endpoint().name())
          .collect(Collectors.toSet());
    }

    /** Whoever may do most there. */
    Member asked() {
      return members.stream()
          .filter(Member::here)
          .filter(member -> member.settings().adminUser().isPresent())
          .findFirst()
          .or(() -> members.stream().filter(Member::here).findFirst())
          .orElseThrow();
    }
  }

  /**
   * What a run would lose, and what the operator should know of before. That a database does not
   * let in is told by whoever looks at it.
   */
  public void look(List<String> problems, List<String> warnings) {
    look(servers(members()), problems, warnings);
  }

  private static void look(List<Server> servers, List<String> problems, List<String> warnings) {
    for (Server server : servers) {
      Member asked = server.asked();
      Bystanders found = asked.database().bystanders(server.named());
      for (String loss : found.losses()) {
        (server.stays() ? warnings : problems).add(sentence(loss, asked, server.stays()));
      }
      if (!server.stays()) {
        found.notes().forEach(note -> warnings.add("server " + asked.address() + ": " + note));
      }
    }
  }

  /** What speaks against destroying now. */
  public List<String> reasons() {
    List<Member> members = members();
    List<Server> servers = servers(members);
    var reasons = new ArrayList<>(unseen(members, servers));
    look(servers, reasons, new ArrayList<>());
    return reasons;
  }

  /**
   * What would be lost with the servers that answer; what is behind a machine that is gone is not.
   */
  public List<String> losses() {
    List<Member> seen =
        sources.stack().databases().stream().flatMap(each -> seen(each).stream()).toList();
    var losses = new ArrayList<String>();
    look(servers(seen), losses, new ArrayList<>());
    return losses;
  }

  private Optional<Member> seen(DatabaseSettings settings) {
    try {
      return Optional.of(member(settings));
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  private Member member(DatabaseSettings settings) {
    Database database = sources.database(settings);
    return new Member(settings, database, database.presence());
  }

  /** Databases whose servers go with the stack, so that what is made there later would be lost. */
  public Set<String> going() {
    return servers(members()).stream()
        .filter(server -> !server.stays())
        .flatMap(server -> server.members().stream())
        .map(member -> member.settings().key())
        .collect(Collectors.toSet());
  }

  private static String sentence(String loss, Member asked, boolean stays) {
    return stays
        ? loss + " is on the server of databases." + asked.settings().key() + ", and stays there"
        : loss
            + " would be lost with server "
            + asked.address()
            + ": name it in the stack file, to be saved or disposable (or, if that server outlives"
            + " the stack: shared-server: true in databases."
            + asked.settings().key()
            + ")";
  }

  private List<Member> members() {
    return sources.stack().databases().stream().map(this::member).toList();
  }

  /** By who answers, whatever its address; who does not answer belongs to who has its address. */
  private static List<Server> servers(List<Member> members) {
    Map<Long, List<Member>> byServer = new LinkedHashMap<>();
    for (Member member : members) {
      if (member.presence() instanceof Presence.Here(var identity)) {
        byServer.computeIfAbsent(identity.server(), server -> new ArrayList<>()).add(member);
      }
    }
    List<Member> silent = members.stream().filter(member -> !member.here()).toList();
    for (List<Member> server : byServer.values()) {
      List<String> addresses = server.stream().map(Member::address).toList();
      silent.stream().filter(each -> addresses.contains(each.address())).forEach(server::add);
    }
    return byServer.values().stream().map(Server::new).toList();
  }

  /** A server that nothing was seen of; one that certainly does not answer has nothing to lose. */
  private static List<String> unseen(List<Member> members, List<Server> servers) {
    return members.stream()
        .filter(member -> servers.stream().noneMatch(each -> each.members().contains(member)))
        .filter(member -> !member.stays())
        .flatMap(
            member ->
                member.presence() instanceof Presence.Unknown(String why)
                    ? List.of("what else is on its server is not known: " + why).stream()
                    : List.<String>of().stream())
        .toList();
  }
}
