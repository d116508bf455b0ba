package dev.rehome.repository.restore;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Making;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes each entry on the target what it is in the snapshot. Second names and folders' metadata
 * come at the end.
 */
final class Restoring implements Plan.Visitor {
  /**
   * What tells that two names are one file. Device and inode alone do not: a snapshot may hold
   * files of several hosts.
   */
  private record HardLink(
      long device, long inode, long mode, long uid, long gid, GoTime mtime, List<Id> content) {
    static HardLink of(Node file) {
      return new HardLink(
          file.deviceId(),
          file.inode(),
          file.mode(),
          file.uid(),
          file.gid(),
          file.mtime(),
          file.content());
    }
  }

  private record SecondName(RawPath path, RawPath first) {}

  private record Left(RawPath path, Node node) {}

  private final Ledger ledger;
  private final Batch batch;
  private final boolean trusting;
  private final Map<HardLink, RawPath> firstNames = new HashMap<>();
  private final Deque<Boolean> made = new ArrayDeque<>(); // whether the folders were, just now
  private final List<SecondName> secondNames = new ArrayList<>();
  private final List<Left> folders = new ArrayList<>();

  Restoring(Ledger ledger, Batch batch, boolean trusting) {
    this.trusting = trusting;
    this.ledger = ledger;
    this.batch = batch;
  }

  @Override
  public void enter(RawPath path, Node directory) {
    ledger.entry();
    made.push(false);
    ledger.attempt(
        path,
        () -> {
          Optional<FileStatus> there = Folder.statusIfPresent(path);
          if (there.isPresent() && there.get().type() != NodeType.DIRECTORY) {
            Obstacles.clear(path, there.get());
          }
          if (there.isEmpty() || there.get().type() != NodeType.DIRECTORY) {
            Making.folder(path);
            made.pop();
            made.push(true);
          } else {
            Making.accessible(path, there.get());
          }
        });
  }

  @Override
  public void file(RawPath path, Node file) {
    ledger.entry();
    if (file.links() > 1) {
      RawPath first = firstNames.putIfAbsent(HardLink.of(file), path);
      if (first != null) {
        secondNames.add(new SecondName(path, first));
        return;
      }
    }
    batch.add(new TargetFile(path, file, trusting, Boolean.TRUE.equals(made.peek())));
  }

  @Override
  public void other(RawPath path, Node node) {
    ledger.entry();
    ledger.attempt(
        path,
        () -> {
          if (!isThere(path, node)) {
            Making.special(path, node);
          }
          Metadata.write(path, node);
        });
  }

  /** Whether the same link or device is there already; something else is removed. */
  private static boolean isThere(RawPath path, Node node) throws SystemException {
    Optional<FileStatus> there = Folder.statusIfPresent(path);
    if (there.isEmpty()) {
      return false;
    }
    if (there.get().type() == node.type()) {
      Node found = Metadata.read(path, node.name(), there.get());
      if (found.linkTarget().equals(node.linkTarget()) && found.device() == node.device()) {
        return true;
      }
    }
    Obstacles.clear(path, there.get());
    return false;
  }

  @Override
  public void leave(RawPath path, Node directory) {
    made.pop();
    folders.add(new Left(path, directory));
  }

  @Override
  public void unreadable(RawPath path, RepositoryFailure why) {
    ledger.damage(path, why);
  }

  /**
   * Names files a second time, then finishes the folders, inner ones first, since all of this
   * changes their times.
   */
  void finish() {
    batch.flush();
    for (SecondName second : secondNames) {
      if (ledger.failed(second.first())) {
        ledger.damage(
            second.path(),
            RepositoryFailure.damaged(
                "it is another name of " + second.first() + ", which failed"));
      } else {
        ledger.attempt(second.path(), () -> link(second));
      }
    }
    for (Left left : folders) {
      ledger.attempt(left.path(), () -> Metadata.write(left.path(), left.node()));
    }
  }

  private static void link(SecondName second) throws SystemException {
    Optional<FileStatus> there = Folder.statusIfPresent(second.path());
    if (there.isPresent()) {
      FileStatus first = Folder.status(second.first());
      if (there.get().inode() == first.inode() && there.get().device() == first.device()) {
        return;
      }
      Obstacles.clear(second.path(), there.get());
    }
    Making.hardLink(second.first(), second.path());
  }
}
