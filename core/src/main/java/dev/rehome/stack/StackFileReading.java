package dev.rehome.stack;

import dev.rehome.stack.Stack.CloudSqlSettings;
import dev.rehome.stack.Stack.CommandsSettings;
import dev.rehome.stack.Stack.Current;
import dev.rehome.stack.Stack.DatabaseSettings;
import dev.rehome.stack.Stack.Drain;
import dev.rehome.stack.Stack.Fate;
import dev.rehome.stack.Stack.FilesSettings;
import dev.rehome.stack.Stack.HealthCheck;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Stack.ImageSettings;
import dev.rehome.stack.Stack.InfrastructureSettings;
import dev.rehome.stack.Stack.LoginSettings;
import dev.rehome.stack.Stack.Ready;
import dev.rehome.stack.Stack.Revisions;
import dev.rehome.stack.Stack.Sign;
import dev.rehome.stack.Stack.Task;
import dev.rehome.stack.Stack.TerraformSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Makes a {@link Stack} of a file whose shape is right; what does not fit together is a problem.
 */
final class StackFileReading {
  private static final Duration HOUR = Duration.ofHours(1);

  /** One that runs, or has run to its end: units that start a machine do not stay. */
  private static final String UNIT_IS_OVER =
      "case $(systemctl show --value --property=ActiveState -- \"$1\") in active) ;; inactive) ["
          + " \"$(systemctl show --value --property=ExecMainExitTimestampMonotonic -- \"$1\")\" !="
          + " 0 ] ;; *) false ;; esac";

  private final Path file;
  private final Problems problems;
  private List<String> hosts = List.of();

  StackFileReading(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Stack stack(Node root) {
    Entries entries = Entries.of(root, problems);
    Entries repository = entries.mapping("repository").orElseThrow();
    noPlainSecret(repository, "password");
    String name = entries.text("stack").orElseThrow();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      entries.problem("stack", "a stack's name has letters, digits, dots, dashes, at most 63");
    }
    hosts = entries.mapping("hosts").map(Entries::names).orElse(List.of());
    return new Stack(
        file,
        name,
        entries.mapping("revisions").map(this::revisions),
        entries.mapping("infrastructure").flatMap(each -> infrastructure(entries, each)),
        hosts(entries),
        databases(entries),
        entries.mappings("files", this::files),
        entries.mappings("images", this::images),
        entries.mappings("drain", this::drain),
        entries.mappings("quiesce", this::task),
        entries.mappings("open", this::task),
        entries.mappings("migrate", this::task),
        entries.mappings("preview", this::previewTask),
        keepSecrets(entries),
        entries.mappings("health", this::health),
        entries.mapping("prove").map(prove -> prove.flag("final", true)).orElse(true),
        repository.template("location").orElseThrow(),
        repository.template("password").orElseThrow());
  }

  private Revisions revisions(Entries entries) {
    return new Revisions(
        entries.template("git").orElseThrow(),
        entries.text("remote"),
        entries
            .mapping("current")
            .map(each -> new Current(each.command("run").orElseThrow(), host(each))));
  }

  private static Optional<InfrastructureSettings> infrastructure(Entries root, Entries entries) {
    if (entries.names().size() != 1) {
      root.problem(
          "infrastructure", "infrastructure should have terraform or commands, one of them");
      return Optional.empty();
    }
    if (root.node("revisions").isEmpty()) {
      root.problem("infrastructure", "infrastructure is built from revisions: add \"revisions\"");
    }
    return entries
        .mapping("terraform")
        .<InfrastructureSettings>map(StackFileReading::terraform)
        .or(() -> entries.mapping("commands").map(StackFileReading::commands));
  }

  private static TerraformSettings terraform(Entries entries) {
    var resources = new LinkedHashMap<String, Fate>();
    entries
        .mapping("resources")
        .ifPresent(
            named ->
                named
                    .names()
                    .forEach(
                        name ->
                            resources.put(
                                name,
                                Fate.valueOf(
                                    named.text(name).orElseThrow().toUpperCase(Locale.ROOT)))));
    return new TerraformSettings(
        entries.text("directory").orElseThrow(),
        entries.text("state"),
        entries.text("workspace").orElse("default"),
        entries.text("revision-variable"),
        side(entries, "from"),
        side(entries, "to"),
        entries.templates("variables"),
        resources,
        entries.duration("within", Duration.ofMinutes(30)));
  }

  private static TerraformSettings.Side side(Entries all, String key) {
    Optional<Entries> own = all.mapping(key);
    List<String> varFiles = own.map(side -> side.texts("var-files")).orElse(List.of());
    return new TerraformSettings.Side(
        own.flatMap(side -> side.text("binary")).or(() -> all.text("binary")).orElse("terraform"),
        varFiles.isEmpty() ? all.texts("var-files") : varFiles);
  }

  private static CommandsSettings commands(Entries entries) {
    return new CommandsSettings(
        entries.command("create").orElseThrow(),
        entries.command("destroy").orElseThrow(),
        entries.command("outputs").orElseThrow());
  }

  private List<HostSettings> hosts(Entries root) {
    Optional<Entries> all = root.mapping("hosts");
    return hosts.stream().map(name -> host(name, all.orElseThrow(), root)).toList();
  }

  private HostSettings host(String name, Entries all, Entries root) {
    Entries entries = all.mapping(name).orElseThrow();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      root.problem("hosts", "the name \"" + name + "\" should have letters, digits and dashes");
    }
    Optional<String> via = named(entries, "via");
    var passed = new HashSet<>(List.of(name));
    for (Optional<String> next = via; next.isPresent(); ) {
      if (!passed.add(next.get())) {
        entries.problem("via", "this way leads round in a circle");
        break;
      }
      next = all.mapping(next.get()).flatMap(each -> each.text("via"));
    }
    return new HostSettings(
        name,
        entries.template("address").orElseThrow(),
        entries.template("user"),
        entries.text("port").map(Integer::valueOf),
        entries.flag("sudo", false),
        via,
        entries.template("config"),
        entries.mapping("ready").flatMap(StackFileReading::ready));
  }

  private static Optional<Ready> ready(Entries entries) {
    if (List.of("unit", "file", "run").stream().filter(k -> entries.node(k).isPresent()).count()
        != 1) {
      entries.names().stream()
          .findFirst()
          .ifPresent(
              key -> entries.problem(key, "ready should have unit, file or run, one of them"));
      return Optional.empty();
    }
    Optional<Template> unit = entries.template("unit");
    CommandText run =
        unit.map(name -> arguments(List.of("sh", "-c", UNIT_IS_OVER, "ready"), name))
            .or(() -> entries.template("file").map(file -> arguments(List.of("test", "-e"), file)))
            .or(() -> entries.command("run"))
            .orElseThrow();
    return Optional.of(new Ready(run, unit, entries.duration("within", Duration.ofMinutes(30))));
  }

  private static CommandText arguments(List<String> plain, Template last) {
    return new CommandText.Arguments(
        Stream.concat(plain.stream().map(Template::plain), Stream.of(last)).toList());
  }

  /** The host that something is to be done on, if one is named. */
  private Optional<String> host(Entries entries) {
    return named(entries, "host");
  }

  private Optional<String> named(Entries entries, String key) {
    Optional<String> name = entries.text(key);
    if (name.isPresent() && !hosts.contains(name.get())) {
      entries.problem(
          key,
          "there is no host \""
              + name.get()
              + "\"; "
              + (hosts.isEmpty() ? "\"hosts\" names none" : "hosts: " + String.join(", ", hosts)));
    }
    return name;
  }

  private List<DatabaseSettings> databases(Entries root) {
    Optional<Entries> all = root.mapping("databases");
    return all.map(Entries::names).orElse(List.of()).stream()
        .map(key -> database(key, all.orElseThrow().mapping(key).orElseThrow(), root))
        .toList();
  }

  private DatabaseSettings database(String key, Entries entries, Entries root) {
    if (!key.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      root.problem("databases", "the name \"" + key + "\" should have letters, digits and dashes");
    }
    boolean byUrl = entries.node("url").isPresent();
    if (byUrl) {
      for (String other : List.of("host", "port", "name", "user")) {
        entries.problem(other, "\"" + other + "\" stands in the url already");
      }
    } else if ((entries.node("host").isEmpty() && entries.node("cloud-sql").isEmpty())
        || entries.node("user").isEmpty()) {
      root.problem("databases", "databases." + key + " needs a url, or host and user");
    }
    if (entries.node("admin-user").isPresent() != entries.node("admin-password").isPresent()) {
      entries.problem("admin-user", "admin-user and admin-password belong together");
      entries.problem("admin-password", "admin-user and admin-password belong together");
    }
    noPlainSecret(entries, "password");
    noPlainSecret(entries, "admin-password");
    return new DatabaseSettings(
        key,
        named(entries, "reach-from"),
        entries.mapping("cloud-sql").map(cloud -> cloudSql(cloud, entries)),
        entries.template("url"),
        entries.template("host"),
        entries.template("port"),
        entries.template("name"),
        entries.template("user"),
        entries.template("password"),
        entries.template("admin-user"),
        entries.template("admin-password"),
        entries.flag("kept", false),
        entries.flag("disposable", false),
        entries.flag("shared-server", false));
  }

  private static CloudSqlSettings cloudSql(Entries entries, Entries database) {
    if (entries.node("instance").isPresent() == entries.node("discover").isPresent()) {
      database.problem("cloud-sql", "cloud-sql should have instance or discover, one of them");
    }
    return new CloudSqlSettings(
        entries.template("project").orElseThrow(),
        entries
            .template("instance")
            .or(() -> entries.template("discover"))
            .orElse(Template.plain("")),
        entries.template("sockets").orElse(Template.plain("/cloudsql")),
        entries.template("endpoint"),
        entries.template("export-to"),
        entries.flag("retain-backups", false),
        entries.node("replicas").isPresent());
  }

  private static void noPlainSecret(Entries entries, String key) {
    entries
        .template(key)
        .filter(template -> template.references().isEmpty())
        .ifPresent(
            template ->
                entries.problem(
                    key,
                    key + " should be a reference, such as ${env:NAME}, not the secret itself"));
  }

  private FilesSettings files(Entries entries) {
    Optional<Template> root = entries.template("root");
    Optional<Template> from = entries.template("from-root").or(() -> root);
    Optional<Template> to = entries.template("to-root").or(() -> root).or(() -> from);
    if (from.isEmpty()) {
      entries.problem("include", "these files need a root, the folder that they are in");
    }
    for (String path : entries.texts("include")) {
      if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
        entries.problem("include", "\"" + path + "\" should be a path below the root");
      }
    }
    return new FilesSettings(
        host(entries),
        from.orElse(Template.plain("")),
        to.orElse(Template.plain("")),
        entries.texts("include"),
        entries.texts("exclude"),
        entries.template("owner"),
        entries.flag("mirror", false),
        entries.flag("kept", false));
  }

  private ImageSettings images(Entries entries) {
    return new ImageSettings(host(entries), entries.mappings("logins", this::login));
  }

  private LoginSettings login(Entries entries) {
    noPlainSecret(entries, "password");
    return new LoginSettings(
        entries.template("registry").orElseThrow(),
        entries.template("user").orElseThrow(),
        entries.template("password").orElseThrow());
  }

  private Task task(Entries entries) {
    return new Task(
        entries.command("run").orElseThrow(),
        host(entries),
        entries.text("user"),
        entries.template("in"),
        entries.template("env-file"),
        entries.duration("within", HOUR));
  }

  private Task previewTask(Entries entries) {
    entries.problem("host", "a preview runs here, where the copies of the databases are");
    return task(entries);
  }

  private Drain drain(Entries entries) {
    return new Drain(
        entries.command("until").orElseThrow(),
        host(entries),
        entries.duration("within", Duration.ofMinutes(10)));
  }

  private static List<String> keepSecrets(Entries root) {
    List<String> names = root.texts("keep-secrets");
    boolean files =
        Stream.of("quiesce", "open", "migrate")
            .flatMap(key -> root.mappings(key, task -> task.node("env-file").isPresent()).stream())
            .anyMatch(each -> each);
    if (!names.isEmpty() && !files) {
      root.problem(
          "keep-secrets", "they are looked up in the env-file of tasks, and no task has one");
    }
    return names;
  }

  private HealthCheck health(Entries entries) {
    if (List.of("get", "tcp", "run").stream().filter(k -> entries.node(k).isPresent()).count()
        != 1) {
      entries.names().stream()
          .findFirst()
          .ifPresent(
              key -> entries.problem(key, "health should have get, tcp or run, one of them"));
    }
    Sign sign =
        entries
            .template("get")
            .<Sign>map(
                get -> new Sign.Get(get, entries.template("at"), entries.number("expect", 200)))
            .or(() -> entries.template("tcp").map(Sign.Tcp::new))
            .or(() -> entries.command("run").map(run -> new Sign.Success(run, host(entries))))
            .orElseGet(() -> new Sign.Tcp(Template.plain("")));
    return new HealthCheck(sign, entries.duration("within", Duration.ofMinutes(1)));
  }
}
