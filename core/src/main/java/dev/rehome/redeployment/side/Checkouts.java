package dev.rehome.redeployment.side;

import dev.rehome.backup.Outside;
import dev.rehome.backup.Sources;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A stack's revisions, checked out, and what each of them builds.
 *
 * @param infrastructures makes the infrastructure of a checkout
 */
public record Checkouts(
    Stack stack,
    References local,
    Outside outside,
    Function<Place, Infrastructure> infrastructures) {
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final String OWN = "own-";

  /**
   * A revision's checkout; {@code own} is a folder for what the infrastructure keeps for itself.
   */
  public record Place(String revision, boolean old, Path checkout, Path own) {}

  public Revisions revisions() {
    Stack.Revisions settings =
        stack
            .revisions()
            .filter(each -> stack.infrastructure().isPresent())
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.BAD_INPUT,
                        "the stack file names no revisions and infrastructure to redeploy",
                        Safety.NOTHING_CHANGED,
                        "add \"revisions\" and \"infrastructure\" to " + stack.file(),
                        "rehome backup and rehome prove work without"));
    return git(settings);
  }

  /** The revisions, whether or not the stack is built from them. */
  public Revisions git() {
    return git(
        stack
            .revisions()
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.BAD_INPUT,
                        "the stack file names no revisions",
                        Safety.NOTHING_CHANGED,
                        "add \"revisions\" to " + stack.file())));
  }

  private Revisions git(Stack.Revisions settings) {
    return new Revisions(stack.folder().resolve(settings.git().resolve(local)).normalize());
  }

  /**
   * The commit that runs today.
   *
   * @param said what the operator believes; believed unless the stack file's command tells
   *     otherwise
   * @param folder for a checkout for a while: where a host is, the infrastructure's state tells
   */
  public String running(Optional<String> said, Path folder) {
    if (said.isEmpty()) {
      return current(folder);
    }
    String commit = revisions().commit(said.get());
    String running =
        stack.revisions().flatMap(Stack.Revisions::current).isPresent()
            ? read(folder).orElse(commit)
            : commit;
    if (!running.equals(commit)) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "revision " + running + " runs, and not " + commit + " as --from says",
          Safety.NOTHING_CHANGED,
          "leave out --from, or mend revisions.current.run");
    }
    return commit;
  }

  /** The commit that runs, unless that cannot be read. */
  private Optional<String> read(Path folder) {
    try {
      return Optional.of(current(folder));
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  /** The same, as the stack file says how to read it. */
  String current(Path folder) {
    Stack.Current current =
        stack
            .revisions()
            .flatMap(Stack.Revisions::current)
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.BAD_INPUT,
                        "it is not known which revision runs today",
                        Safety.NOTHING_CHANGED,
                        "say it: --from REVISION",
                        "or add revisions.current.run to " + stack.file()));
    Finished finished =
        current
            .host()
            .map(host -> onHost(host, current.run(), folder))
            .orElseGet(
                () ->
                    Command.of(current.run().resolve(local).toArray(String[]::new))
                        .in(stack.folder())
                        .run(Duration.ofMinutes(5)));
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "\""
              + current.run().text()
              + "\", which should tell the revision that runs, failed: "
              + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "mend revisions.current.run, or say it: --from REVISION");
    }
    return revisions().commit(finished.output().strip());
  }

  /** The state can be read with any revision's configuration: the one that is checked out. */
  private Finished onHost(String host, CommandText command, Path folder) {
    Side side = old(revisions().commit("HEAD"), folder);
    try {
      References references = side.references();
      return new Sources(stack, references, outside)
          .hosts()
          .at(host)
          .run(Command.of(command.resolve(references).toArray(String[]::new)), Optional.empty());
    } finally {
      side.infrastructure().forget();
      remove(folder);
      Folders.remove(folder);
    }
  }

  /** The stack as the commit that runs builds it. */
  public Side old(String commit, Path folder) {
    return side(commit, true, folder.resolve(OLD), folder.resolve(OWN + OLD));
  }

  /** The stack as another commit will build it. */
  public Side fresh(String commit, Path folder) {
    return side(commit, false, folder.resolve(NEW), folder.resolve(OWN + NEW));
  }

  /** The stack as a run will build it; each revision that it went on with has its own checkout. */
  public Side fresh(RunPlan plan, Path folder) {
    String name = nameOf(plan.mends().orElse(0));
    return side(plan.to(), false, folder.resolve(name), folder.resolve(OWN + name));
  }

  private static String nameOf(int mends) {
    return mends == 0 ? NEW : NEW + "-" + mends;
  }

  /** Removes the checkout of a side that does not serve, and those that a run left before. */
  public void leave(Side side, RunPlan plan, Path folder) {
    revisions().remove(side.checkout());
    int mends = plan.mends().orElse(0);
    IntStream.rangeClosed(0, mends + 1)
        .filter(other -> other != mends)
        .mapToObj(Checkouts::nameOf)
        .filter(name -> Files.exists(folder.resolve(name)))
        .forEach(
            name -> {
              revisions().remove(folder.resolve(name));
              Folders.remove(folder.resolve(OWN + name));
            });
  }

  private Side side(String commit, boolean old, Path folder, Path own) {
    Path checkout = revisions().checkout(commit, folder);
    Infrastructure infrastructure = infrastructures.apply(new Place(commit, old, checkout, own));
    return new Side(stack, !old, commit, checkout, infrastructure, local, outside);
  }

  /** Removes both checkouts from the folder. */
  public void remove(Path folder) {
    revisions().remove(folder.resolve(OLD));
    revisions().remove(folder.resolve(NEW));
  }
}
