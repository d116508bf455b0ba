package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Orphans;
import dev.rehome.repository.Party;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.Snapshot;
import dev.rehome.repository.format.SnapshotSummary;
import dev.rehome.repository.format.Tree;
import dev.rehome.repository.progress.Meter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Makes snapshots: of paths, of a stream, or of parts that were stored before. */
public final class Backup {
  private final Repository repository;
  private final BackupOptions options;
  private final BackupListener listener;
  private final Meter meter;
  private final Cancellation cancellation;

  public Backup(
      Repository repository,
      BackupOptions options,
      BackupListener listener,
      Meter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.options = options;
    this.listener = listener;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** Backs up files and folders, under their full paths. */
  public BackupResult paths(List<RawPath> paths) {
    List<String> names = paths.stream().sorted().distinct().map(RawPath::toString).toList();
    refuseUnfit(paths);
    return store(
        names,
        (writer, findings) -> {
          Optional<Snapshots.Saved> parent =
              options.before().isPresent() ? Optional.empty() : parent(names);
          Optional<Id> before =
              options.before().or(() -> parent.map(saved -> saved.snapshot().tree()));
          return new Root(
              walk(writer, findings, Targets.of(paths), before), parent.map(Snapshots.Saved::id));
        });
  }

  private void refuseUnfit(List<RawPath> paths) {
    Optional<RawPath> repositoryFolder =
        repository.backend().folder().map(Path::toAbsolutePath).map(RawPath::of);
    for (RawPath path : paths) {
      if (repositoryFolder.isPresent() && path.contains(repositoryFolder.get())) {
        throw new RepositoryFailure(
            RepositoryFailure.Reason.BAD_INPUT,
            "the repository "
                + repositoryFolder.get()
                + " lies inside of "
                + path
                + ", which is to be backed up into it",
            "nothing was changed",
            "keep the repository in another place, best on another machine",
            "or leave it out: back up the folders beside it by name");
      }
      try {
        Folder.status(path);
      } catch (SystemException e) {
        throw new RepositoryFailure(
            RepositoryFailure.Reason.BAD_INPUT,
            "cannot back up " + e.getMessage(),
            "nothing was changed",
            "check the path; all paths must be there before a backup begins");
      }
    }
  }

  /**
   * Backs up a stream to its end as one file of this name at the root, as {@code restic backup
   * --stdin} does.
   */
  public BackupResult stream(String name, InputStream in) {
    return store(
        List.of("/" + name),
        (writer, findings) -> {
          Node node =
              new Streams(options, writer, repository.config(), meter, cancellation)
                  .store(name, in);
          findings.stored(false, node.size());
          return new Root(storeTree(writer, List.of(node)), Optional.empty());
        });
  }

  /** Stores small files, by name, at the root of one snapshot. */
  public BackupResult files(Map<String, byte[]> contents) {
    return store(
        contents.keySet().stream().map(name -> "/" + name).sorted().toList(),
        (writer, findings) -> {
          var streams = new Streams(options, writer, repository.config(), meter, cancellation);
          var nodes = new ArrayList<Node>();
          for (Map.Entry<String, byte[]> each : new TreeMap<>(contents).entrySet()) {
            nodes.add(streams.store(each.getKey(), new ByteArrayInputStream(each.getValue())));
            findings.stored(false, each.getValue().length);
          }
          return new Root(storeTree(writer, nodes), Optional.empty());
        });
  }

  /**
   * Puts parts together under one root, as one snapshot; the parts' own snapshots then go, since
   * this one holds all.
   */
  public BackupResult assemble(List<Part> parts) {
    BackupResult result =
        store(
            parts.stream().map(part -> "/" + part.place()).sorted().toList(),
            (writer, findings) ->
                new Root(new Assembly(repository, writer, options).tree(parts), Optional.empty()));
    parts.forEach(part -> part.anchor().ifPresent(repository.snapshots()::delete));
    return result;
  }

  private static Id storeTree(BlobWriter writer, List<Node> nodes) {
    byte[] json = Tree.of(nodes).encode();
    return writer.store(BlobType.TREE, json, json.length);
  }

  private interface Content {
    Root store(BlobWriter writer, Findings findings) throws IOException;
  }

  private record Root(Id tree, Optional<Id> parent) {}

  /**
   * Everything stored and named by an index before the snapshot, which is written last, makes it
   * count.
   */
  private BackupResult store(List<String> paths, Content content) {
    GoTime start = GoTime.local(Instant.now());
    try (var lock = RepositoryLock.begin(repository)) {
      Orphans.adopt(repository, lock);
      var findings = new Findings(listener, meter);
      try (var writer = new BlobWriter(repository, lock)) {
        Root root = content.store(writer, findings);
        writer.finish();
        cancellation.check();
        lock.ensureHeld();
        meter.stored(writer.stored() - meter.now().stored());
        SnapshotSummary summary = findings.summary(start, writer);
        Id id = repository.snapshots().save(snapshot(root, paths, start, summary));
        return new BackupResult(id, root.tree(), summary, findings.problems(), meter.now());
      }
    } catch (IOException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          "the stream to back up could not be read to its end: " + e.getMessage(),
          "no snapshot was made; what was there before is unchanged",
          "start again");
    } finally {
      repository.forgetIndex(); // it names blobs as claimed that an interrupted backup never stored
    }
  }

  private Id walk(BlobWriter writer, Findings findings, Targets targets, Optional<Id> before) {
    var chunker = new Chunker(repository.config().polynomial());
    var failed = new CompletableFuture<Id>();
    try (var parent = new Parent(repository.blobs());
        var workers =
            new Workers(
                () -> new ContentReader(chunker, writer, meter, cancellation),
                () -> failed.completeExceptionally(new IllegalStateException("a worker failed")))) {
      var walk =
          new Walk(
              repository.blobs(),
              parent,
              writer,
              workers,
              findings,
              options.exclusion(),
              cancellation);
      CompletableFuture<Id> root = walk.run(targets, before);
      CompletableFuture.anyOf(root, failed).exceptionally(e -> null).join();
      workers.throwFailure();
      return root.join();
    }
  }

  /** The newest snapshot of the same host and paths. */
  private Optional<Snapshots.Saved> parent(List<String> paths) {
    return repository.snapshots().list().reversed().stream()
        .filter(saved -> saved.snapshot().hostname().equals(hostname()))
        .filter(saved -> saved.snapshot().paths().equals(paths))
        .findFirst();
  }

  private String hostname() {
    return options.hostname().orElseGet(() -> Party.self().hostname());
  }

  private Snapshot snapshot(Root root, List<String> paths, GoTime start, SnapshotSummary summary) {
    Party self = Party.self();
    return new Snapshot(
        options.time().map(GoTime::local).orElse(start),
        root.parent(),
        root.tree(),
        paths,
        hostname(),
        self.username(),
        self.uid(),
        self.gid(),
        options.exclusion().patterns(),
        options.tags(),
        Optional.empty(),
        "rehome",
        Optional.of(summary.json()));
  }
}
