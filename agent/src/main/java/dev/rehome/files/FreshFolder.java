package dev.rehome.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A folder that may be written to, because it was looked at and is nobody's who would lose by it.
 * It is asked again on its own machine directly before something is written there.
 */
public final class FreshFolder {
  private static final int SHOWN = 5;

  /** In these nothing is anybody's to restore to. */
  private static final List<String> OF_THE_SYSTEM =
      List.of(
          "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/sbin", "/sys",
          "/usr");

  /** And these are not, though folders in them may be. */
  private static final Set<String> SHARED =
      Set.of(
          "/",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/root",
          "/run",
          "/srv",
          "/tmp",
          "/var",
          "/var/lib",
          "/var/tmp");

  /** What has to be so. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "demand")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Apart.class, name = "apart"),
    @JsonSubTypes.Type(value = OfNewStack.class, name = "of new stack")
  })
  public sealed interface Demand {}

  /**
   * It touches nothing that is in use, and is empty, or holds only what is restored there.
   *
   * @param never folders and files that it must be neither within nor above
   * @param into below it, where files will come, of which the same has to be so
   * @param trees all that will be restored there
   * @param existing whether it may hold other things; files of the same name are then overwritten
   */
  public record Apart(List<String> never, List<String> into, List<Id> trees, boolean existing)
      implements Demand {
    public Apart {
      never = List.copyOf(never);
      into = List.copyOf(into);
      trees = List.copyOf(trees);
    }
  }

  /**
   * It is the new stack's: made since the final backup, on a machine of its own or not. If it stood
   * before, or nothing tells, it may hold nothing that would be lost.
   *
   * @param old what the old stack's folders were
   * @param since when the final backup began, in nanoseconds since 1970 by the clock of the
   *     folder's own machine
   */
  public record OfNewStack(FileSet set, List<FileSetIdentity> old, long since) implements Demand {
    public OfNewStack {
      old = List.copyOf(old);
    }
  }

  private final String path;
  private final Demand demand;

  @JsonCreator
  private FreshFolder(@JsonProperty("path") String path, @JsonProperty("demand") Demand demand) {
    this.path = path;
    this.demand = demand;
  }

  /** A folder of this program's own: empty, or with what an earlier try at the same left. */
  public static FreshFolder own(String path) {
    return new FreshFolder(path, new Apart(List.of(), List.of(), List.of(), false));
  }

  /**
   * A folder of this machine that the operator named.
   *
   * @throws RepositoryFailure if it is not as demanded: {@code CONFLICT} if it only is not empty,
   *     else {@code BAD_INPUT}
   */
  public static FreshFolder named(
      String path, Apart demand, Blobs blobs, Cancellation cancellation) {
    var folder = new FreshFolder(path, demand);
    folder.ask(blobs, Optional.empty(), Optional.empty(), false, cancellation);
    return folder;
  }

  /**
   * The folder of a set of the new stack.
   *
   * @param store whoever moves the files of its machine
   * @param old what the old stack's folders were, as the final backup has noted it
   * @param since how long ago the final backup began
   */
  public static FreshFolder ofNewStack(
      FileStore store, FileSet set, List<FileSetIdentity> old, Duration since) {
    long began = store.identity(set).looked() - since.toNanos();
    return new FreshFolder(set.root(), new OfNewStack(set, old, began));
  }

  @JsonProperty
  public String path() {
    return path;
  }

  @JsonProperty
  Demand demand() {
    return demand;
  }

  /**
   * Looks at it, here and now.
   *
   * @param tree what is about to be restored
   * @param mirror of which everything is about to be removed that the tree has not
   * @throws RepositoryFailure if something speaks against it
   */
  void ask(
      Blobs blobs,
      Optional<Id> tree,
      Optional<FileSet> mirror,
      boolean trusting,
      Cancellation cancellation) {
    try {
      switch (demand) {
        case Apart apart -> ask(apart, tree, blobs, cancellation);
        case OfNewStack stack ->
            ask(stack, tree.orElseThrow(), mirror, trusting, blobs, cancellation);
      }
    } catch (IOException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          path + " cannot be looked at: " + e.getMessage(),
          "nothing was written there",
          "see what stands in the way there, and start again");
    }
  }

  private void ask(Apart apart, Optional<Id> tree, Blobs blobs, Cancellation cancellation)
      throws IOException {
    Chain chain = Chain.of(Path.of(path));
    refuseSystem(chain);
    refuseInUse(chain, apart.never());
    for (String each : apart.into()) {
      refuseInUse(Chain.of(Path.of(each)), apart.never());
    }
    if (apart.existing()) {
      return;
    }
    List<Id> trees = apart.trees().isEmpty() ? tree.stream().toList() : apart.trees();
    List<String> held =
        new Unsaved(blobs, cancellation, false, beside -> true, any -> true)
            .below(RawPath.of(chain.real()), trees);
    if (!held.isEmpty()) {
      throw refused(
          path + " is not empty; it holds " + shown(held),
          "--files DIR    with a folder that is empty, or not there yet",
          "--into-existing    leaves beside it what is there, and overwrites what has the same"
              + " name");
    }
  }

  private void refuseSystem(Chain chain) {
    String real = chain.real().toString();
    boolean ofTheSystem = OF_THE_SYSTEM.stream().anyMatch(each -> chain.real().startsWith(each));
    if (SHARED.contains(real) || ofTheSystem) {
      throw never(named(chain) + " is a folder of the system, in which nothing is restored");
    }
  }

  private void refuseInUse(Chain chain, List<String> never) throws IOException {
    for (String each : never) {
      Chain other = Chain.of(Path.of(each));
      if (other.there() && (chain.within(other) || other.within(chain))) {
        throw never(
            named(chain)
                + (chain.within(other) ? " is or lies within " : " holds ")
                + each
                + ", which is in use");
      }
    }
  }

  private String named(Chain chain) {
    return chain.real().equals(Path.of(path)) ? path : path + ", which is " + chain.real() + ",";
  }

  private void ask(
      OfNewStack stack,
      Id tree,
      Optional<FileSet> mirror,
      boolean trusting,
      Blobs blobs,
      Cancellation cancellation)
      throws IOException {
    FileSet set = stack.set().real();
    Predicate<RawPath> members = set.members();
    FileSetIdentity now = FileSetIdentity.of(set);
    FileSetIdentity.Age age = now.age(stack.old(), stack.since());
    if (age == FileSetIdentity.Age.NEW) {
      return;
    }
    // A disk's last changes may be by the clock of another machine.
    long changed = stack.since() - Duration.ofHours(1).toNanos();
    List<String> lost =
        new Unsaved(
                blobs,
                cancellation,
                trusting,
                beside -> mirror.isPresent() && members.test(beside),
                status ->
                    age == FileSetIdentity.Age.STOOD
                        || status.ctime() > Duration.ofNanos(changed).toSeconds())
            .below(RawPath.of(set.root()), List.of(tree));
    if (!lost.isEmpty()) {
      String aside = set.host().map(host -> "on host " + host + ": ").orElse("");
      throw refused(
          "the folder below "
              + set
              + " was not made for the new stack"
              + (age == FileSetIdentity.Age.COPIED ? ", or is a copy of the old one" : "")
              + ", and holds what the backup does not: "
              + shown(lost),
          set.paths().stream()
              .map(each -> aside + "mv " + quoted(each) + " " + quoted(each) + ".aside")
              .toArray(String[]::new));
    }
  }

  private static String quoted(RawPath path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  private static String shown(List<String> paths) {
    int more = paths.size() - SHOWN;
    return String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static RepositoryFailure never(String what) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        what,
        "nothing was written there",
        "name a folder that is empty, or not there yet");
  }

  private static RepositoryFailure refused(String what, String... next) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.CONFLICT, what, "nothing was written there", next);
  }

  @Override
  public String toString() {
    return path;
  }
}
