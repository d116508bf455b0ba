package dev.rehome.files;

import dev.rehome.files.FileSetIdentity.Age;
import dev.rehome.files.FreshFolder.Apart;
import dev.rehome.files.FreshFolder.OfNewStack;

/** Asks a fresh folder as the agent does, for file stores that have no real folders. */
public record FolderDemand(FreshFolder folder) {
  public static FolderDemand of(FreshFolder folder) {
    return new FolderDemand(folder);
  }

  /** Whether what is there now was made since, so that it may be overwritten. */
  public boolean madeSince(FileSetIdentity now) {
    return switch (folder.demand()) {
      case Apart _ -> false;
      case OfNewStack stack -> now.age(stack.old(), stack.since()) == Age.NEW;
    };
  }
}
