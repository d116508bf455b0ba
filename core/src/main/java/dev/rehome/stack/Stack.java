package dev.rehome.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack as its file describes it.
 *
 * @param file the stack file, absolute
 */
public record Stack(
    Path file,
    String name,
    Optional<Revisions> revisions,
    Optional<InfrastructureSettings> infrastructure,
    List<HostSettings> hosts,
    List<DatabaseSettings> databases,
    List<FilesSettings> files,
    List<ImageSettings> images,
    List<Drain> drain,
    List<Task> quiesce,
    List<Task> open,
    List<Task> migrate,
    List<Task> preview,
    List<String> keepSecrets,
    List<HealthCheck> health,
    boolean proveFinal,
    Template repositoryLocation,
    Template repositoryPassword) {

  /** What relative paths of the file are relative to. */
  public Path folder() {
    return java.util.Objects.requireNonNull(file.getParent());
  }

  /** Where the revisions are. */
  public record Revisions(Template git, Optional<String> remote, Optional<Current> current) {}

  /** Prints the revision that runs; on a host, or here. */
  public record Current(CommandText run, Optional<String> host) {}

  /**
   * A machine that is reached by ssh.
   *
   * @param sudo whether commands run as root there
   * @param via another one, through which it is reached
   * @param configuration of ssh, in place of the operator's own
   */
  public record HostSettings(
      String name,
      Template address,
      Optional<Template> user,
      Optional<Integer> port,
      boolean sudo,
      Optional<String> via,
      Optional<Template> configuration,
      Optional<Ready> ready) {}

  /**
   * Succeeds on a new machine once its own start-up is over.
   *
   * @param unit of systemd, if it is that which the command asks for
   */
  public record Ready(CommandText run, Optional<Template> unit, Duration within) {
    /** How long it may take, as the stack file says it. */
    public String limit() {
      return Durations.text(within);
    }
  }

  /** What builds and destroys the stack. */
  public sealed interface InfrastructureSettings {}

  /**
   * Terraform or OpenTofu; the sides are the old and the new revision's.
   *
   * @param within how long a command may take that changes nothing, such as a plan
   */
  public record TerraformSettings(
      String directory,
      Optional<String> state,
      String workspace,
      Optional<String> revisionVariable,
      Side from,
      Side to,
      Map<String, Template> variables,
      Map<String, Fate> resources,
      Duration within)
      implements InfrastructureSettings {
    /** What one revision's Terraform is called with. */
    public record Side(String binary, List<String> varFiles) {}
  }

  /** Commands of the team's own. */
  public record CommandsSettings(CommandText create, CommandText destroy, CommandText outputs)
      implements InfrastructureSettings {}

  /** What becomes of something that holds state when the stack is destroyed. */
  public enum Fate {
    /** In the backup. */
    SAVED,
    /** Not ours to destroy: a plan that would is refused. */
    KEPT,
    /** May be lost. */
    DISPOSABLE
  }

  /**
   * A server that Cloud SQL runs.
   *
   * @param name of the instance, or a pattern; {@code {workspace}} is replaced in it
   * @param sockets the folder of the Auth Proxy's sockets
   * @param endpoint the API's address, if not the usual one
   * @param retainBackups whether its backups may be made to outlive it
   * @param exportTo where in a bucket the provider writes the final dump; else pg_dump does
   * @param recreateReplicas whether replicas may be removed for a restore and made again
   */
  public record CloudSqlSettings(
      Template project,
      Template name,
      Template sockets,
      Optional<Template> endpoint,
      Optional<Template> exportTo,
      boolean retainBackups,
      boolean recreateReplicas) {}

  /**
   * A database; with a URL, the four texts after the key come from that.
   *
   * @param reachFrom the host that its server is reached from; else this machine
   * @param sharedServer whether its server outlives the stack, with all else that is on it
   */
  public record DatabaseSettings(
      String key,
      Optional<String> reachFrom,
      Optional<CloudSqlSettings> cloudSql,
      Optional<Template> url,
      Optional<Template> host,
      Optional<Template> port,
      Optional<Template> name,
      Optional<Template> user,
      Optional<Template> password,
      Optional<Template> adminUser,
      Optional<Template> adminPassword,
      boolean kept,
      boolean disposable,
      boolean sharedServer) {}

  /**
   * Files below a root, which may be another folder in the new stack.
   *
   * @param owner who gets all of them there; else whoever has the same name
   * @param mirror whether what is there in excess is removed
   */
  public record FilesSettings(
      Optional<String> host,
      Template fromRoot,
      Template toRoot,
      List<String> include,
      List<String> exclude,
      Optional<Template> owner,
      boolean mirror,
      boolean kept) {}

  /** The images of containers that a host has, or this machine. */
  public record ImageSettings(Optional<String> host, List<LoginSettings> logins) {}

  /** As whom a registry of images is asked. */
  public record LoginSettings(Template registry, Template user, Template password) {}

  /** A command of the operator's, on a host, or here. */
  public record Task(
      CommandText run,
      Optional<String> host,
      Optional<String> user,
      Optional<Template> in,
      Optional<Template> environmentFile,
      Duration within) {
    /** How long it may take, as the stack file says it. */
    public String limit() {
      return Durations.text(within);
    }
  }

  /** Work to wait for. */
  public record Drain(CommandText until, Optional<String> host, Duration within) {
    /** How long it may take, as the stack file says it. */
    public String limit() {
      return Durations.text(within);
    }
  }

  /** What must answer once the stack is open. */
  public record HealthCheck(Sign sign, Duration within) {}

  /** How a stack that is well shows it. */
  public sealed interface Sign {
    /**
     * An HTTP or HTTPS address answers with a status.
     *
     * @param at where that is asked first, whatever its name leads to
     */
    record Get(Template address, Optional<Template> at, int expect) implements Sign {}

    /** {@code HOST:PORT} takes connections. */
    record Tcp(Template address) implements Sign {}

    /** A command succeeds, on a host, or here. */
    record Success(CommandText run, Optional<String> host) implements Sign {}
  }
}
