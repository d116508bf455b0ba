package dev.rehome.repository;

/**
 * A wish to stop, which every long operation looks at often: at least at each file and each blob.
 */
public final class Cancellation {
  private volatile boolean wished;

  public void cancel() {
    wished = true;
  }

  public boolean wished() {
    return wished;
  }

  /** Ends the operation if that is wished. */
  public void check() {
    if (wished) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.CANCELLED,
          "stopped as you asked",
          "the repository is valid; what was stored so far is kept and will not be stored again",
          "the same command again goes on from there");
    }
  }
}
