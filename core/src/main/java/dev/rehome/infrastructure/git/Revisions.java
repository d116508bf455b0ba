package dev.rehome.infrastructure.git;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The revisions of one repository. */
public record Revisions(Path repository) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Finished git(String... arguments) {
    return Command.of("git", "-C", repository.toString())
        .and(arguments)
        .with("GIT_TERMINAL_PROMPT", "0")
        .with("LC_ALL", "C")
        .run(LIMIT);
  }

  private static FailureException unfit(String what, Finished finished, String next) {
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        what + ": " + finished.errors().strip(),
        Safety.NOTHING_CHANGED,
        next);
  }

  /** The full commit id of a revision by any of its names. */
  public String commit(String revision) {
    if (revision.startsWith("-")) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "\"" + revision + "\" is no revision",
          Safety.NOTHING_CHANGED,
          "give a branch, a tag or a commit");
    }
    Finished finished = git("rev-parse", "--verify", "--end-of-options", revision + "^{commit}");
    if (!finished.succeeded()) {
      throw unfit(
          "there is no revision \"" + revision + "\" in " + repository,
          finished,
          "fetch it: git -C " + repository + " fetch");
    }
    return finished.output().strip();
  }

  /** Whether a branch or tag of the remote holds the commit; asks the remote. */
  public boolean pushed(String commit, String remote) {
    Finished fetched = git("fetch", "--quiet", "--tags", remote);
    if (!fetched.succeeded()) {
      throw unfit("cannot ask the remote " + remote, fetched, "check that it can be reached");
    }
    return !git("branch", "--remotes", "--list", remote + "/*", "--contains", commit)
        .output()
        .isBlank();
  }

  /** Whether files of the checkout were changed and not committed. */
  public boolean dirty() {
    return !git("status", "--porcelain", "--untracked-files=no").output().isBlank();
  }

  /** A checkout of the commit in this folder, made if it is not there. */
  public Path checkout(String commit, Path folder) {
    if (Files.exists(folder.resolve(".git"))) {
      if (complete(commit, folder)) {
        return folder;
      }
      remove(folder); // its making was interrupted
    }
    Folders.remove(folder);
    git("worktree", "prune");
    Finished finished =
        git("worktree", "add", "--force", "--detach", folder.toAbsolutePath().toString(), commit);
    if (!finished.succeeded()) {
      throw unfit("cannot check out " + commit, finished, "see what git says");
    }
    return folder;
  }

  private static boolean complete(String commit, Path folder) {
    var checkout = new Revisions(folder);
    return checkout.git("rev-parse", "HEAD").output().strip().equals(commit)
        && checkout.git("diff", "--quiet", "HEAD").succeeded();
  }

  /** Removes a checkout. */
  public void remove(Path folder) {
    git("worktree", "remove", "--force", folder.toAbsolutePath().toString());
  }
}
