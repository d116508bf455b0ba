package dev.rehome.redeployment.side;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackFiles;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Nearness;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileStore;
import dev.rehome.files.FreshFolder;
import dev.rehome.host.Host;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.run.Operations;
import java.util.List;
import java.util.Optional;

/**
 * A database's dump, brought from the backup to where it is loaded: the host that the database is
 * reached from, or here. Its place depends on the run alone, so that whoever resumes finds it.
 */
public record FetchedDump(
    StackRepository repository, Side side, SavedBackup backup, DatabasePart part, Database database)
    implements Dumps.Dump {
  private DumpFolder here(Operations operations) {
    return DumpFolder.here(operations.folder().resolve("dumps").resolve(part.key()));
  }

  private DumpFolder on(Host host, Operations operations) {
    return DumpFolder.on(
        host, repository.stack() + "-" + operations.folder().getFileName() + "-" + part.key());
  }

  /** Brings it, in place of what is there. */
  @Override
  public DumpFolder fetch(Operations operations) {
    Blobs blobs = repository.repository().blobs();
    Id tree = Subtrees.folder(blobs, backup.tree(), part.place());
    List<Node> files = blobs.tree(tree).nodes();
    boolean exported =
        files.stream().anyMatch(node -> node.name().toString().equals(Database.EXPORT));
    Nearness near =
        exported ? Nearness.HERE : database.near(files.stream().mapToLong(Node::size).sum());
    if (!near.why().isEmpty()) {
      operations.says("the dump is loaded from here, since " + near.why());
    }
    DumpFolder folder =
        near.host().map(host -> on(host, operations)).orElseGet(() -> here(operations));
    folder.clear();
    try (var stores = new StackFiles(repository, side.sources().hosts(), operations.meter())) {
      var target =
          new FileStore.Target(
              FreshFolder.own(folder.path().toString()),
              folder.host().map(host -> Owners.all(host.login())).orElse(Owners.AS_STORED),
              Optional.empty(),
              false);
      FileStore.Restored restored =
          stores.of(folder.host().map(Host::name)).restore(tree, "/", target);
      if (!restored.problems().isEmpty()) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the dump of database "
                + part.key()
                + " could not be brought to where it is loaded: "
                + restored.problems().getFirst(),
            Safety.NOTHING_CHANGED,
            "see what stands in the way there, then rehome resume");
      }
    }
    return folder;
  }

  /** Removes it, wherever it is. */
  @Override
  public void remove(Operations operations) {
    here(operations).remove();
    database.endpoint().near().ifPresent(near -> on(near.host(), operations).remove());
  }
}
