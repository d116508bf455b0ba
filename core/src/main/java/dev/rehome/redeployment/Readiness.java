package dev.rehome.redeployment;

import dev.rehome.backup.Source;
import dev.rehome.backup.Sources;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Database;
import dev.rehome.database.Nearness;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.host.Host;
import dev.rehome.images.Image;
import dev.rehome.images.ImageKeeping;
import dev.rehome.images.Pull;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.managed.Description;
import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.repository.backend.Backend;
import dev.rehome.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at everything that a run would trip over, and gathers all of it. */
public final class Readiness {
  private final Stack stack;
  private final Revisions revisions;
  private final Scratch scratch;
  private final Path temporary;
  private final Path scratchBase;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<String> running = Optional.empty();
  private Optional<DestroyPlan> destroyPlan = Optional.empty();
  private StageTimes lastTimes = StageTimes.of(List.of());
  private Optional<Preview> preview = Optional.empty();
  private final Set<String> managedKeys = new HashSet<>();
  private final List<Description> managed = new ArrayList<>();
  private final List<Room> rooms = new ArrayList<>();

  /**
   * @param temporary where dumps are kept for a while
   * @param scratchBase where the proof's servers will be
   */
  Readiness(Stack stack, Revisions revisions, Scratch scratch, Path temporary, Path scratchBase) {
    this.stack = stack;
    this.revisions = revisions;
    this.scratch = scratch;
    this.temporary = temporary;
    this.scratchBase = scratchBase;
  }

  /**
   * What was found.
   *
   * @param destroyPlan empty if it could not be made
   * @param lastTimes how long an earlier run took
   * @param rooms what will be needed for a while on this machine's disks
   * @param preview of the revision's migrations, if one was made
   */
  public record Report(
      List<String> problems,
      List<String> warnings,
      Optional<DestroyPlan> destroyPlan,
      StageTimes lastTimes,
      List<Room> rooms,
      Optional<Preview> preview) {
    public void refuse() {
      if (!problems.isEmpty()) {
        throw new FailureException(
            Failure.Kind.NOT_READY,
            problems.size() == 1
                ? problems.getFirst()
                : problems.size() + " things stand in the way:\n" + String.join("\n", problems),
            Safety.NOTHING_CHANGED,
            "put that right, then rehome check");
      }
    }
  }

  /** Bytes needed and free where something will be for a while. */
  public record Room(String what, Path where, long needed, long free) {}

  Report report() {
    return new Report(
        problems.stream().distinct().toList(),
        warnings.stream().distinct().toList(),
        destroyPlan,
        lastTimes,
        List.copyOf(rooms),
        preview);
  }

  /** What fails is a problem, and no more: the next thing is looked at all the same. */
  void attempt(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      Failure failure = Failures.of(e);
      problems.add(
          failure.whatHappened()
              + (failure.next().isEmpty() ? "" : " (" + failure.next().getFirst() + ")"));
    }
  }

  /** What was looked for, unless that failed. */
  <T> Optional<T> find(Supplier<T> look) {
    var found = new ArrayList<T>();
    attempt(() -> found.add(look.get()));
    return found.stream().findFirst();
  }

  /** The stack that runs, and all that a backup of it takes. */
  void old(Side side) {
    running = Optional.of(side.revision());
    attempt(() -> destroyPlan(side));
    attempt(this::commands);
    if (!destroyPlan.isPresent()) {
      return; // without the state nothing of the stack can be found
    }
    attempt(() -> hosts(side));
    attempt(() -> environmentFiles(side));
    attempt(() -> managed(side));
    attempt(() -> databases(side));
    attempt(() -> files(side));
    attempt(() -> images(side));
    attempt(() -> secrets(side));
  }

  private void images(Side side) {
    for (Source.Images each : side.sources().images()) {
      attempt(
          () ->
              new ImageKeeping(each.engine(side.sources().hosts()))
                  .look()
                  .forEach((image, pull) -> image(image, pull, each)));
    }
  }

  private void image(Image image, Pull pull, Source.Images where) {
    String what = "image " + image + where.host().map(name -> " on host " + name).orElse("");
    switch (pull) {
      case Pull.Done() -> {}
      case Pull.Gone(String why) ->
          warnings.add(what + " is in no registry, so it is stored in the backup (" + why + ")");
      case Pull.Refused(String why) ->
          problems.add(
              what
                  + " cannot be pulled again: its registry wants a password, or another one ("
                  + why
                  + "; name it in images: logins)");
    }
  }

  private void secrets(Side side) {
    Set<String> found = side.sources().keptSecrets().keySet();
    stack.keepSecrets().stream()
        .filter(name -> !found.contains(name))
        .forEach(
            name -> problems.add("no environment file has " + name + ", which keep-secrets names"));
  }

  private void destroyPlan(Side side) {
    side.standing();
    DestroyPlan plan = side.infrastructure().planDestroy();
    destroyPlan = Optional.of(plan);
    problems.addAll(plan.problems());
    problems.addAll(plan.missing());
    warnings.addAll(plan.warnings());
  }

  private void commands() {
    Stream.of(stack.quiesce(), stack.open(), stack.migrate())
        .flatMap(List::stream)
        .filter(task -> task.host().isEmpty())
        .flatMap(task -> task.user().stream())
        .distinct()
        .filter(user -> Account.find(user).isEmpty())
        .forEach(user -> problems.add("there is no user " + user + " on this machine"));
    if (stack.migrate().isEmpty()) {
      warnings.add("the stack file names no commands to migrate");
    }
    if (stack.quiesce().isEmpty()) {
      warnings.add("the stack file names no commands that stop the writers (quiesce)");
    }
  }

  private void environmentFiles(Side side) {
    Stream.of(stack.quiesce(), stack.open())
        .flatMap(List::stream)
        .filter(task -> task.host().isEmpty())
        .flatMap(task -> task.environmentFile().stream())
        .map(file -> side.sources().path(file, Optional.empty()))
        .filter(file -> !Files.isReadable(file))
        .forEach(
            file -> problems.add("there is no environment file " + file + " that could be read"));
  }

  private void hosts(Side side) {
    if (!stack.hosts().isEmpty()) {
      new HostLook(stack, side, this::attempt).look(problems, warnings);
    }
  }

  private void managed(Side side) {
    Sources sources = side.sources();
    sources
        .managed()
        .forEach(
            (key, server) ->
                attempt(
                    () -> {
                      var look = new ManagedLook(sources.names(), key, server);
                      managed.add(look.description());
                      managedKeys.add(key);
                      problems.addAll(look.problems(sources.backupsMayBeRetained(key)));
                      warnings.addAll(look.warnings(sources.replicasMayGo(key)));
                      look.rights(sources.duties(key), problems, warnings);
                    }));
  }

  private void databases(Side side) {
    long largestDump = 0;
    long loaded = 0;
    for (Database database : side.sources().source().databases()) {
      Database.Size size = find(() -> database(database)).orElse(new Database.Size(0, 0));
      largestDump = Math.max(largestDump, size.dumped());
      loaded += size.onDisk();
    }
    room(temporary, largestDump, "dumps"); // one at a time
    room(scratchBase, loaded + largestDump, "the proof's databases");
  }

  private Database.Size database(Database database) {
    problems.addAll(database.obstacles());
    if (managedKeys.contains(database.endpoint().key()) && !database.unlogged().isEmpty()) {
      warnings.add(
          "no snapshot holds the rows of unlogged tables; they are filled from the dump: "
              + String.join(", ", database.unlogged()));
    }
    if (database.endpoint().admin().isEmpty()) {
      warnings.add(
          "database "
              + database.endpoint()
              + " has no admin-user, so the application cannot be kept out; writes are noticed");
    }
    attempt(() -> scratch.possible(database.serverVersion() / 10_000));
    Database.Size size = database.size();
    Nearness near = database.near(size.dumped());
    if (!near.why().isEmpty()) {
      warnings.add(
          "database "
              + database.endpoint()
              + " is dumped and loaded through the connection, since "
              + near.why());
    }
    return size;
  }

  private void room(Path place, long needed, String what) {
    Path there = place.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      rooms.add(new Room(what, there, needed, free));
      if (free < needed) {
        problems.add(
            String.format(
                Locale.ROOT,
                "too little room for %s in %s: %d MiB are needed, %d MiB are free",
                what,
                there,
                needed >> 20,
                free >> 20));
      }
    } catch (IOException e) {
      problems.add("cannot see how much room is in " + there + ": " + e.getMessage());
    }
  }

  private void files(Side side) {
    for (FileSet set : side.sources().source().files()) {
      for (String path : set.include()) {
        Path file = Path.of(set.root()).resolve(path);
        Optional<Host> host = set.host().map(name -> side.sources().hosts().at(name));
        boolean there =
            host.map(each -> each.run(readable(file), Optional.empty()).succeeded())
                .orElseGet(() -> Files.exists(file) && Files.isReadable(file));
        if (!there) {
          problems.add(
              "there is no "
                  + file
                  + host.map(each -> " on host " + each.name()).orElse("")
                  + " that could be read");
        }
      }
    }
  }

  private static Command readable(Path file) {
    return Command.of("test", "-r", file.toString());
  }

  /** What the stack is to be built from. */
  void fresh(Side side) {
    attempt(() -> revision(side.revision()));
    if (destroyPlan.isPresent()) { // else the state is not there to plan with, which is said
      attempt(() -> servers(side.infrastructure().planCreate()));
    }
  }

  /** Whether what is going to be built can take the snapshots of what there is. */
  private void servers(ChangePlan plan) {
    for (Description old : managed) {
      boolean fits =
          plan.servers().stream()
              .anyMatch(
                  each -> each.version().equals(old.version()) && each.diskGib() >= old.diskGib());
      if (!plan.servers().isEmpty() && !fits) {
        warnings.add(
            "the snapshot of instance "
                + old.instance()
                + " ("
                + old.version()
                + ", "
                + old.diskGib()
                + " GiB) cannot be restored to what will be built ("
                + plan.servers().stream()
                    .map(each -> each.version() + ", " + each.diskGib() + " GiB")
                    .collect(Collectors.joining("; "))
                + "): the dump will be used");
      }
    }
  }

  private void revision(String commit) {
    Optional<String> remote = stack.revisions().flatMap(Stack.Revisions::remote);
    if (remote.isPresent() && !revisions.pushed(commit, remote.get())) {
      problems.add("revision " + commit + " is not pushed to " + remote.get());
    }
    if (running.equals(Optional.of(commit))) {
      warnings.add("the revision does not change: " + commit);
    }
    if (revisions.dirty()) {
      warnings.add("the checkout has changes that are not committed; they are in no revision");
    }
  }

  void repository(StackRepository opened) {
    if (opened.repository().keys().names().size() < 2) {
      warnings.add(
          "the repository has one key only; rehome repository key add makes another, for the day"
              + " on which the password is lost");
    }
    opened.repository().blobs();
    Backend place = opened.repository().backend();
    List<String> missing = place.missingRights();
    if (!missing.isEmpty()) {
      problems.add(
          "this login lacks rights on the repository "
              + place.location()
              + ": "
              + String.join(", ", missing));
    }
  }

  void preview(StackRepository opened, String commit) {
    preview = Previewing.last(opened, commit);
    preview.ifPresent(
        made ->
            PreviewPage.lost(made)
                .forEach(what -> warnings.add("the certificate will call lost: " + what)));
  }

  void earlier(Runs runs) {
    lastTimes = runs.lastTimes();
  }
}
