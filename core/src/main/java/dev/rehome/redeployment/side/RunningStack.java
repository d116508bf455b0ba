package dev.rehome.redeployment.side;

import dev.rehome.files.Folders;
import dev.rehome.stack.HostReferences;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Values for references to the stack that runs today. It is looked at only if something refers to
 * it, in a checkout that is thrown away.
 */
public final class RunningStack implements References, AutoCloseable {
  private final Checkouts checkouts;
  private final Path folder;
  private Optional<Side> side = Optional.empty();

  public RunningStack(Checkouts checkouts, Path stateFolder) {
    this.checkouts = checkouts;
    this.folder = stateFolder.resolve("look-" + ProcessHandle.current().pid());
  }

  @Override
  public String value(Reference reference) {
    return switch (reference.source()) {
      case ENV, FILE -> checkouts.local().value(reference);
      case TFVAR, OUTPUT, STATE, HOST ->
          checkouts.stack().infrastructure().isPresent()
              ? side().references().value(reference)
              : new HostReferences(checkouts.stack(), checkouts.local()).value(reference);
    };
  }

  private Side side() {
    if (side.isEmpty()) {
      side = Optional.of(checkouts.old(checkouts.current(folder.resolve("current")), folder));
    }
    return side.get();
  }

  @Override
  public void close() {
    side.ifPresent(looked -> looked.infrastructure().forget());
    if (Files.exists(folder)) {
      checkouts.remove(folder);
      Folders.remove(folder);
    }
  }
}
