package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether commands can be run on the hosts of the stack that runs, and files taken from them.
 *
 * @param met the hosts, as far as anything can be run there
 */
public record HostsLook(Sources sources, List<Attempt<Host>> met) {
  private static final List<String> PROGRAMS = List.of("setsid", "flock", "timeout", "dd");

  public static HostsLook at(Sources sources) {
    return new HostsLook(
        sources,
        sources.stack().hosts().stream()
            .map(settings -> Attempt.of(() -> met(sources.hosts().at(settings.name()))))
            .toList());
  }

  private static Host met(Host host) {
    Finished any = host.run(Command.of("true"), Optional.empty());
    if (!any.succeeded()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "nothing can be run on host "
              + host.name()
              + ": "
              + (any.output() + any.errors()).strip(),
          Safety.NOTHING_CHANGED);
    }
    return host;
  }

  /** The names of those that can be asked more. */
  public Set<String> usable() {
    return Attempt.had(met).stream().map(Host::name).collect(Collectors.toSet());
  }

  public Findings look() {
    return Findings.all(
        met.stream()
            .map(
                each ->
                    each.then(
                        host ->
                            Findings.all(PROGRAMS.stream().map(it -> program(host, it)))
                                .and(agent(host)))));
  }

  private static Findings program(Host host, String program) {
    return Findings.problemUnless(
        host.run(Command.of("sh", "-c", "command -v " + program), Optional.empty()).succeeded(),
        "host " + host.name() + " has no " + program);
  }

  /** What is sent there has to run there. */
  private Findings agent(Host host) {
    boolean files =
        sources.stack().files().stream()
            .anyMatch(each -> each.host().equals(Optional.of(host.name())));
    return files
        ? Findings.problems(
            AgentBundle.unfit(host)
                .map(why -> "files of host " + host.name() + " cannot be reached: " + why)
                .stream()
                .toList())
        : Findings.NONE;
  }
}
