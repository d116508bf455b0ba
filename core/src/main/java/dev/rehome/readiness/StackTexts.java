package dev.rehome.readiness;

import dev.rehome.stack.CommandText;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Stack.DatabaseSettings;
import dev.rehome.stack.Stack.FilesSettings;
import dev.rehome.stack.Stack.HealthCheck;
import dev.rehome.stack.Stack.HostSettings;
import dev.rehome.stack.Stack.ImageSettings;
import dev.rehome.stack.Stack.Sign;
import dev.rehome.stack.Stack.Task;
import dev.rehome.stack.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts of a stack file that steps of a run resolve, each with its place in the file. */
record StackTexts(Stack stack) {
  /** On which stack a text is used. */
  enum Use {
    OLD,
    NEW,
    BOTH;

    boolean ofOld() {
      return this != NEW;
    }

    boolean ofNew() {
      return this != OLD;
    }
  }

  /**
   * A text that may refer to something.
   *
   * @param where it stands, as operators and the journal name it: "migrate 2"
   */
  record Text(String where, Template template, Use use) {}

  /** A command. */
  record Written(String where, CommandText command, Use use) {
    Stream<Text> texts() {
      return switch (command) {
        case CommandText.Line line -> Stream.empty();
        case CommandText.Arguments(List<Template> each) ->
            each.stream().map(template -> new Text(where, template, use));
      };
    }
  }

  /** A task, or what runs as one. */
  record Errand(String where, Task task, Use use) {
    Stream<Text> texts() {
      return Stream.concat(
          new Written(where, task.run(), use).texts(),
          Stream.of(task.in(), task.environmentFile())
              .flatMap(Optional::stream)
              .map(template -> new Text(where, template, use)));
    }
  }

  /** All that runs: tasks, and what looks at something. */
  Stream<Errand> errands() {
    return Stream.of(tasks(), drains(), health()).flatMap(each -> each);
  }

  /** What changes something. */
  Stream<Errand> tasks() {
    return Stream.of(
            numbered(
                "quiesce", stack.quiesce(), (where, task) -> new Errand(where, task, Use.BOTH)),
            numbered("open", stack.open(), (where, task) -> new Errand(where, task, Use.BOTH)),
            numbered("migrate", stack.migrate(), (where, task) -> new Errand(where, task, Use.NEW)))
        .flatMap(each -> each);
  }

  /** What is waited for before that. */
  Stream<Errand> drains() {
    return numbered(
        "drain",
        stack.drain(),
        (where, drain) ->
            new Errand(where, looking(drain.until(), drain.host(), drain.within()), Use.OLD));
  }

  private Stream<Errand> health() {
    return numbered("health", stack.health(), StackTexts::health).flatMap(Optional::stream);
  }

  private static Optional<Errand> health(String where, HealthCheck check) {
    return check.sign() instanceof Sign.Success(var run, var host)
        ? Optional.of(new Errand(where, looking(run, host, check.within()), Use.NEW))
        : Optional.empty();
  }

  private static Task looking(CommandText run, Optional<String> host, Duration within) {
    return new Task(run, host, Optional.empty(), Optional.empty(), Optional.empty(), within);
  }

  /** Every command of the file, preview's and those that only look, too. */
  Stream<Written> commands() {
    return Stream.of(
            errands().map(each -> new Written(each.where(), each.task().run(), each.use())),
            numbered(
                "preview", stack.preview(), (at, task) -> new Written(at, task.run(), Use.NEW)),
            ready(),
            stack.revisions().flatMap(Stack.Revisions::current).stream()
                .map(each -> new Written("revisions.current.run", each.run(), Use.OLD)),
            stack.infrastructure().stream().flatMap(StackTexts::infrastructure))
        .flatMap(each -> each);
  }

  private static Stream<Written> infrastructure(Stack.InfrastructureSettings settings) {
    return switch (settings) {
      case Stack.TerraformSettings terraform -> Stream.empty();
      case Stack.CommandsSettings(var create, var destroy, var outputs) ->
          Stream.of(
              new Written("infrastructure.commands.create", create, Use.NEW),
              new Written("infrastructure.commands.destroy", destroy, Use.OLD),
              new Written("infrastructure.commands.outputs", outputs, Use.BOTH));
    };
  }

  private Stream<Written> ready() {
    return stack.hosts().stream()
        .flatMap(
            host ->
                host.ready().stream()
                    .map(
                        ready ->
                            new Written("hosts." + host.name() + ".ready", ready.run(), Use.NEW)));
  }

  /** What tasks, waits and health checks refer to. */
  Stream<Text> ofWork() {
    return Stream.of(
            tasks().flatMap(Errand::texts),
            drains().flatMap(Errand::texts),
            ready().flatMap(Written::texts),
            numbered("health", stack.health(), StackTexts::signs).flatMap(each -> each))
        .flatMap(each -> each);
  }

  static Stream<Text> signs(String where, HealthCheck check) {
    return switch (check.sign()) {
      case Sign.Get(var address, var at, var expect) ->
          Stream.concat(Stream.of(address), at.stream())
              .map(template -> new Text(where, template, Use.NEW));
      case Sign.Tcp(var address) -> Stream.of(new Text(where, address, Use.NEW));
      case Sign.Success(var run, var host) -> new Written(where, run, Use.NEW).texts();
    };
  }

  /** All of those, and what hosts, databases, files and images refer to. */
  Stream<Text> all() {
    return Stream.of(
            ofWork(),
            stack.hosts().stream().flatMap(StackTexts::host),
            stack.databases().stream().flatMap(StackTexts::database),
            numbered("files", stack.files(), StackTexts::files).flatMap(each -> each),
            numbered("images", stack.images(), StackTexts::images).flatMap(each -> each))
        .flatMap(each -> each);
  }

  private static Stream<Text> host(HostSettings host) {
    return both(
        "hosts." + host.name(),
        Stream.concat(
            Stream.of(host.address()),
            Stream.of(host.user(), host.configuration()).flatMap(Optional::stream)));
  }

  private static Stream<Text> database(DatabaseSettings database) {
    Stream<Template> cloud =
        database.cloudSql().stream()
            .flatMap(
                each ->
                    Stream.concat(
                        Stream.of(each.project(), each.name(), each.sockets()),
                        Stream.concat(each.endpoint().stream(), each.exportTo().stream())));
    Stream<Template> own =
        Stream.of(
                database.url(),
                database.host(),
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                database.adminUser(),
                database.adminPassword())
            .flatMap(Optional::stream);
    return database.disposable()
        ? Stream.empty()
        : both("databases." + database.key(), Stream.concat(own, cloud));
  }

  private static Stream<Text> files(String where, FilesSettings files) {
    return Stream.concat(
        Stream.of(
            new Text(where, files.fromRoot(), Use.OLD), new Text(where, files.toRoot(), Use.NEW)),
        files.owner().stream().map(owner -> new Text(where, owner, Use.NEW)));
  }

  private static Stream<Text> images(String where, ImageSettings images) {
    return both(
        where,
        images.logins().stream()
            .flatMap(each -> Stream.of(each.registry(), each.user(), each.password())));
  }

  private static Stream<Text> both(String where, Stream<Template> templates) {
    return templates.map(template -> new Text(where, template, Use.BOTH));
  }

  private static <T, R> Stream<R> numbered(
      String what, List<T> entries, BiFunction<String, T, R> made) {
    return IntStream.range(0, entries.size())
        .mapToObj(i -> made.apply(what + " " + (i + 1), entries.get(i)));
  }
}
