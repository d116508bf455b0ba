package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.files.FileSet;
import dev.rehome.host.EnvironmentFile;
import dev.rehome.host.Host;
import dev.rehome.host.StackHosts;
import dev.rehome.images.Login;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedServers;
import dev.rehome.managed.ProxySockets;
import dev.rehome.process.Secret;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.CloudSqlSettings;
import dev.rehome.stack.Stack.DatabaseSettings;
import dev.rehome.stack.Stack.FilesSettings;
import dev.rehome.stack.Stack.LoginSettings;
import dev.rehome.stack.Stack.Task;
import dev.rehome.stack.Stack.TerraformSettings;
import dev.rehome.stack.Template;
import dev.rehome.stack.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves what the stack file says of hosts, databases and files, for the old or the new stack.
 *
 * @param fresh whether it is the new one, whose files may lie elsewhere
 */
public record Sources(Stack stack, References references, Outside outside, boolean fresh) {
  private static final int PORT = 5432;

  /** Of the stack that runs. */
  public Sources(Stack stack, References references, Outside outside) {
    this(stack, references, outside, false);
  }

  /** What a backup is made of. */
  public Source source() {
    return new Source(
        stack.databases().stream()
            .filter(settings -> !settings.disposable())
            .map(this::database)
            .toList(),
        stack.files().stream().map(this::origin).toList(),
        images(),
        keptSecrets(),
        hosts());
  }

  /** The machines whose images are kept. */
  public List<Source.Images> images() {
    return stack.images().stream()
        .map(
            settings ->
                new Source.Images(
                    settings.host(), settings.logins().stream().map(this::login).toList()))
        .toList();
  }

  private Login login(LoginSettings settings) {
    return new Login(
        resolve(settings.registry()), resolve(settings.user()), secret(settings.password()));
  }

  /** What must not change, by name: of all the environment files that tasks have. */
  public Map<String, Secret> keptSecrets() {
    var kept = new TreeMap<String, Secret>();
    if (!stack.keepSecrets().isEmpty()) {
      Stream.of(stack.quiesce(), stack.open(), stack.migrate())
          .flatMap(List::stream)
          .forEach(task -> kept.putAll(variables(task)));
      kept.keySet().retainAll(stack.keepSecrets());
    }
    return kept;
  }

  /** The variables of a task's environment file, if it has one. */
  public Map<String, Secret> variables(Task task) {
    Optional<Host> host = task.host().map(name -> hosts().at(name));
    Optional<Path> file = task.environmentFile().map(template -> path(template, host));
    if (file.isEmpty()) {
      return Map.of();
    }
    return host.isPresent()
        ? EnvironmentFile.read(file.get(), host.get())
        : EnvironmentFile.read(file.get());
  }

  /** On a host, from its root; here, from the stack file's folder. */
  public Path path(Template template, Optional<Host> host) {
    Path path = Path.of(resolve(template));
    return host.isPresent() ? Path.of("/").resolve(path) : stack.folder().resolve(path);
  }

  /**
   * What nobody may write to from the final backup on: all of it but what outlives the stack.
   *
   * @throws References.UnresolvedException if nothing leads to a part of it, or to its host
   */
  public Source guarded() {
    List<FilesSettings> files =
        stack.files().stream().filter(settings -> !settings.kept()).toList();
    files.stream().flatMap(settings -> settings.host().stream()).forEach(hosts()::at);
    return new Source(
        restored(), files.stream().map(this::origin).toList(), List.of(), Map.of(), hosts());
  }

  /** The databases that are restored. */
  public List<Database> restored() {
    return stack.databases().stream()
        .filter(settings -> !settings.disposable() && !settings.kept())
        .map(this::database)
        .toList();
  }

  /** Of those, the ones that no host has to be asked for. */
  public List<Database> restoredDirectly() {
    return stack.databases().stream()
        .filter(settings -> !settings.disposable() && !settings.kept())
        .filter(settings -> settings.reachFrom().isEmpty())
        .map(this::database)
        .toList();
  }

  /** The databases that outlive the stack, and must not be touched. */
  public List<Database> kept() {
    return stack.databases().stream().filter(DatabaseSettings::kept).map(this::database).toList();
  }

  /** The files as the new stack has them. */
  public FileSet target(FilesSettings settings) {
    return files(settings, settings.toRoot());
  }

  /** Whose the files are in the new stack. */
  public Owners owners(FilesSettings settings) {
    return settings.owner().map(this::resolve).map(Owners::all).orElse(Owners.BY_NAME);
  }

  /** The files as this stack has them. */
  public FileSet origin(FilesSettings settings) {
    return files(settings, fresh ? settings.toRoot() : settings.fromRoot());
  }

  private FileSet files(FilesSettings settings, Template root) {
    String resolved = resolve(root);
    if (resolved.isEmpty()) {
      throw Values.unfit("the root of files is empty: " + root);
    }
    Path base = settings.host().isPresent() ? Path.of("/") : stack.folder();
    return new FileSet(
        settings.host(),
        base.resolve(resolved).normalize().toString(),
        settings.include(),
        settings.exclude());
  }

  /** The machines. */
  public StackHosts hosts() {
    return new StackHosts(stack, references, outside.hosts());
  }

  /** One of the databases that the stack file names. */
  public Database database(DatabaseSettings settings) {
    return outside.databases().at(endpoint(settings));
  }

  /** The servers that a provider runs, by the keys of the databases on them that are restored. */
  public Map<String, ManagedServer> managed() {
    var all = new TreeMap<String, ManagedServer>();
    for (DatabaseSettings settings : stack.databases()) {
      if (!settings.disposable() && !settings.kept()) {
        settings.cloudSql().ifPresent(cloud -> all.put(settings.key(), server(settings)));
      }
    }
    return all;
  }

  private ManagedServer server(DatabaseSettings database) {
    CloudSqlSettings settings = database.cloudSql().orElseThrow();
    Optional<Host> host = database.reachFrom().map(hosts()::at);
    String workspace =
        stack
            .infrastructure()
            .map(each -> each instanceof TerraformSettings terraform ? terraform.workspace() : "")
            .orElse("");
    return outside
        .servers()
        .find(
            new ManagedServers.Place(
                resolve(settings.project()),
                resolve(settings.name()).replace("{workspace}", workspace),
                new ProxySockets(host, path(settings.sockets(), host).normalize()),
                settings.endpoint().map(this::resolve)));
  }

  /** The names on their servers of all databases that the stack file names. */
  public Set<String> names() {
    return stack.databases().stream()
        .map(
            settings ->
                settings.url().isPresent()
                    ? there(settings).name()
                    : settings.name().map(this::resolve).orElse(settings.key()))
        .collect(Collectors.toSet());
  }

  /** Whether a run may remove the replicas of a database's server, and make them again. */
  public boolean replicasMayGo(String key) {
    return cloudSql(key).map(CloudSqlSettings::recreateReplicas).orElse(false);
  }

  /** What the stack file wants done with a database's server. */
  public Set<ManagedServer.Duty> duties(String key) {
    var duties = EnumSet.noneOf(ManagedServer.Duty.class);
    if (replicasMayGo(key)) {
      duties.add(ManagedServer.Duty.REPLACE_REPLICAS);
    }
    if (exportTo(key).isPresent()) {
      duties.add(ManagedServer.Duty.EXPORT);
    }
    return duties;
  }

  /** Where in a bucket the provider writes a database's final dump, if it does. */
  public Optional<String> exportTo(String key) {
    return cloudSql(key).flatMap(CloudSqlSettings::exportTo).map(this::resolve);
  }

  /** Whether a run may have the backups of a database's server outlive it. */
  public boolean backupsMayBeRetained(String key) {
    return cloudSql(key).map(CloudSqlSettings::retainBackups).orElse(false);
  }

  private Optional<CloudSqlSettings> cloudSql(String key) {
    return stack.databases().stream()
        .filter(settings -> settings.key().equals(key))
        .flatMap(settings -> settings.cloudSql().stream())
        .findFirst();
  }

  /** Where a database is and who may do what there. */
  public Endpoint endpoint(DatabaseSettings settings) {
    Endpoint there = there(settings);
    return settings.reachFrom().map(name -> there.from(hosts().at(name))).orElse(there);
  }

  /** Where it is for whoever is near it. */
  private Endpoint there(DatabaseSettings settings) {
    Optional<Secret> password = settings.password().map(this::secret);
    Optional<Endpoint.Login> admin =
        settings
            .adminUser()
            .map(
                user ->
                    new Endpoint.Login(resolve(user), settings.adminPassword().map(this::secret)));
    if (settings.url().isPresent()) {
      return byUrl(settings.key(), resolve(settings.url().get()), password, admin);
    }
    return new Endpoint(
        settings.key(),
        settings.host().map(this::resolve).orElseGet(() -> server(settings).host()),
        settings.port().map(this::resolve).map(Sources::port).orElse(PORT),
        settings.name().map(this::resolve).orElse(settings.key()),
        new Endpoint.Login(settings.user().map(this::resolve).orElseThrow(), password),
        admin);
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}")) {
      throw Values.unfit("\"" + text + "\" is no port");
    }
    return Integer.parseInt(text);
  }

  /** {@code postgres://USER:PASSWORD@HOST:PORT/NAME}; a password given apart counts first. */
  public static Endpoint byUrl(
      String key, String url, Optional<Secret> password, Optional<Endpoint.Login> admin) {
    try {
      var uri = new URI(url);
      List<String> user =
          new ArrayList<>(List.of(String.valueOf(uri.getRawUserInfo()).split(":", 2)));
      boolean postgres = List.of("postgres", "postgresql").contains(uri.getScheme());
      String name = decoded(String.valueOf(uri.getRawPath()).replaceFirst("^/", ""));
      if (!postgres || uri.getHost() == null || uri.getRawUserInfo() == null || name.isEmpty()) {
        throw Values.unfit(
            "databases." + key + ": the url should be postgres://USER@HOST:PORT/NAME");
      }
      Optional<Secret> inside =
          user.size() > 1 ? Optional.of(new Secret(decoded(user.get(1)))) : Optional.empty();
      return new Endpoint(
          key,
          uri.getHost(),
          uri.getPort() < 0 ? PORT : uri.getPort(),
          name,
          new Endpoint.Login(decoded(user.getFirst()), password.or(() -> inside)),
          admin);
    } catch (URISyntaxException e) {
      // The text may hold a password: it is not shown.
      throw Values.unfit("databases." + key + ": the url should be postgres://USER@HOST:PORT/NAME");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private Secret secret(Template template) {
    return new Secret(resolve(template));
  }

  private String resolve(Template template) {
    return new Values(references).of(template);
  }
}
