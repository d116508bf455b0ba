package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.format.Tree;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Walks the files to back up, compares them with the parent snapshot, and hands changed files to
 * the workers.
 */
final class Walk {
  private final Blobs blobs;
  private final Parent parent;
  private final BlobWriter writer;
  private final Workers workers;
  private final Findings findings;
  private final PathPatterns exclusion;
  private final Cancellation cancellation;

  Walk(
      Blobs blobs,
      Parent parent,
      BlobWriter writer,
      Workers workers,
      Findings findings,
      PathPatterns exclusion,
      Cancellation cancellation) {
    this.blobs = blobs;
    this.parent = parent;
    this.writer = writer;
    this.workers = workers;
    this.findings = findings;
    this.exclusion = exclusion;
    this.cancellation = cancellation;
  }

  /** The id of the root tree, once everything below it is stored. */
  CompletableFuture<Id> run(Targets targets, Optional<Id> before) {
    var root = new CompletableFuture<Id>();
    var directory = new OpenDirectory(tree -> root.complete(store(tree)));
    if (targets.whole()) {
      entries(RawPath.ROOT, directory, parent.folder(before));
    } else {
      named(RawPath.ROOT, targets, directory, parent.folder(before));
    }
    directory.arriveWithout();
    return root;
  }

  private Id store(Tree tree) {
    byte[] json = tree.encode();
    return writer.store(BlobType.TREE, json, json.length);
  }

  /** Only those entries of a folder that lie on the way to what is wanted. */
  private void named(RawPath folder, Targets targets, OpenDirectory into, Parent.Folder before) {
    targets
        .children()
        .forEach(
            (name, child) -> {
              RawPath path = folder.resolve(name);
              Optional<Node> previous = before.node(name);
              if (child.whole()) {
                entry(path, name, into, previous);
              } else {
                onTheWay(path, name, child, into, previous);
              }
            });
  }

  private void onTheWay(
      RawPath path, RawName name, Targets child, OpenDirectory into, Optional<Node> previous) {
    try {
      Node node = Metadata.read(path, name, Folder.statusFollowingLinks(path));
      Parent.Folder held = parent.folder(previous.flatMap(Node::subtree));
      OpenDirectory directory = begin(node, into, held);
      named(path, child, directory, held);
      directory.arriveWithout();
    } catch (SystemException e) {
      findings.problem(path, e);
    }
  }

  private OpenDirectory begin(Node node, OpenDirectory into, Parent.Folder before) {
    into.await();
    return new OpenDirectory(
        tree -> {
          if (before.tree().isPresent() && before.holds(tree)) {
            arrive(node, before.tree().get(), into, before);
          } else {
            workers.submit(reader -> arrive(node, store(tree), into, before));
          }
        });
  }

  private void arrive(Node node, Id tree, OpenDirectory into, Parent.Folder before) {
    findings.directory(before.tree(), tree);
    into.arrive(node.withSubtree(tree));
  }

  private void entry(RawPath path, RawName name, OpenDirectory into, Optional<Node> before) {
    cancellation.check();
    if (exclusion.match(path)) {
      return;
    }
    try {
      FileStatus status = Folder.status(path);
      switch (status.type()) {
        case FILE -> file(path, name, status, into, before.filter(Node::isFile));
        case DIRECTORY -> directory(path, name, status, into, before.filter(Node::isDirectory));
        case SYMLINK, FIFO, BLOCK_DEVICE, CHARACTER_DEVICE ->
            into.add(Metadata.read(path, name, status));
        case OTHER -> {} // a socket means nothing without the process that listens on it
      }
    } catch (SystemException e) {
      findings.problem(path, e);
    }
  }

  private void directory(
      RawPath path, RawName name, FileStatus status, OpenDirectory into, Optional<Node> before)
      throws SystemException {
    List<RawName> names =
        Folder.names(path); // an unreadable folder is left out as a whole, and reported
    Parent.Folder held = parent.folder(before.flatMap(Node::subtree));
    OpenDirectory directory = begin(Metadata.read(path, name, status), into, held);
    entries(path, names, directory, held);
    directory.arriveWithout();
  }

  private void entries(RawPath folder, OpenDirectory into, Parent.Folder before) {
    try {
      entries(folder, Folder.names(folder), into, before);
    } catch (SystemException e) {
      findings.problem(folder, e);
    }
  }

  private void entries(
      RawPath folder, List<RawName> names, OpenDirectory into, Parent.Folder before) {
    for (RawName name : names) {
      Optional<Node> previous = before.node(name);
      previous.flatMap(Node::subtree).ifPresent(tree -> parent.readAhead(before, tree));
      entry(folder.resolve(name), name, into, previous);
    }
  }

  private void file(
      RawPath path, RawName name, FileStatus status, OpenDirectory into, Optional<Node> before)
      throws SystemException {
    if (before.isPresent() && unchanged(before.get(), status)) {
      findings.unmodified(status.size());
      into.add(
          Metadata.read(path, name, status, before.get().attributes()) // else ctime had changed
              .withContent(before.get().content(), before.get().size()));
      return;
    }
    into.await();
    workers.submit(
        reader -> {
          Optional<Node> node = new FileBackup(path, name, findings).store(reader);
          node.ifPresent(found -> findings.stored(before.isPresent(), found.size()));
          node.ifPresentOrElse(into::arrive, into::arriveWithout);
        });
  }

  /**
   * As restic decides: nothing that a write would change has changed, and the content is still
   * there.
   */
  private boolean unchanged(Node before, FileStatus now) {
    return before.type() == NodeType.FILE
        && before.size() == now.size()
        && before.inode() == now.inode()
        && before.mtime().seconds() == now.mtime()
        && before.mtime().nanos() == now.mtimeNanos()
        && before.ctime().seconds() == now.ctime()
        && before.ctime().nanos() == now.ctimeNanos()
        && before.content().stream().allMatch(id -> blobs.index().has(BlobType.DATA, id));
  }
}
