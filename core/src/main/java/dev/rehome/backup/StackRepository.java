package dev.rehome.backup;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Secret;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The repository as one stack uses it: backups, proofs and copies of journals, each a snapshot with
 * the tags {@code rehome} and {@code stack=NAME} and one that says what it is.
 */
public final class StackRepository implements AutoCloseable {
  private final Repository repository;
  private final String stack;
  private final Cancellation cancellation;

  public StackRepository(Repository repository, String stack, Cancellation cancellation) {
    this.repository = repository;
    this.stack = stack;
    this.cancellation = cancellation;
  }

  /** Fingerprints of secrets, which tell nothing to whoever has not this repository's key. */
  public Map<String, String> fingerprints(Map<String, Secret> secrets) {
    var all = new TreeMap<String, String>();
    secrets.forEach(
        (name, secret) ->
            all.put(
                name,
                repository
                    .masterKey()
                    .fingerprint(
                        (name + "\0" + secret.reveal()).getBytes(StandardCharsets.UTF_8))));
    return all;
  }

  public Repository repository() {
    return repository;
  }

  public String stack() {
    return stack;
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  List<String> tags(String... more) {
    var tags = new ArrayList<>(List.of("rehome", "stack=" + stack));
    tags.addAll(List.of(more));
    return tags;
  }

  Backup backup(List<String> tags) {
    return backup(tags, new Meter());
  }

  Backup backup(List<String> tags, Meter meter) {
    return new Backup(
        repository,
        new BackupOptions(tags, Optional.empty(), Optional.empty(), PathPatterns.NONE),
        BackupListener.SILENT,
        meter,
        cancellation);
  }

  /** Stores small files, by name, as one snapshot with the tag {@code KEY=VALUE}. */
  public Id save(String key, String value, Map<String, byte[]> files) {
    return backup(tags(key + "=" + value)).files(files).snapshot();
  }

  /** Snapshots of this stack with the tag {@code KEY=…}, oldest first. */
  public List<Snapshots.Saved> tagged(String key) {
    return repository.snapshots().list().stream()
        .filter(saved -> saved.snapshot().tags().contains("stack=" + stack))
        .filter(saved -> value(saved, key).isPresent())
        .toList();
  }

  /** Those with the tag {@code KEY=VALUE}, oldest first. */
  public List<Snapshots.Saved> tagged(String key, String value) {
    return tagged(key).stream()
        .filter(saved -> saved.snapshot().tags().contains(key + "=" + value))
        .toList();
  }

  public static Optional<String> value(Snapshots.Saved saved, String key) {
    return saved.snapshot().tags().stream()
        .filter(tag -> tag.startsWith(key + "="))
        .map(tag -> tag.substring(key.length() + 1))
        .findFirst();
  }

  /** A file's content, verified by its hashes. */
  public byte[] read(Id tree, String path) {
    return Subtrees.content(repository.blobs(), tree, path);
  }

  /** All backups of this stack, oldest first. */
  public List<SavedBackup> backups() {
    return tagged("backup").stream().map(this::load).toList();
  }

  private SavedBackup load(Snapshots.Saved saved) {
    Id tree = saved.snapshot().tree();
    int version = Json.tree(text(tree, "inventory.json")).path("version").asInt();
    if (version != StackInventory.VERSION) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "backup "
              + value(saved, "backup").orElse(saved.id().hex())
              + " was made by another version of Rehome: its inventory is of version "
              + version
              + ", this one reads version "
              + StackInventory.VERSION,
          Safety.NOTHING_CHANGED,
          "use the Rehome that made it, or restore it by hand as docs/recover-by-hand.md says");
    }
    return new SavedBackup(
        saved.id(),
        saved.snapshot(),
        Json.read(text(tree, "backup.json"), BackupDocument.class),
        Json.read(text(tree, "inventory.json"), StackInventory.class));
  }

  private String text(Id tree, String path) {
    return new String(read(tree, path), java.nio.charset.StandardCharsets.UTF_8);
  }

  public SavedBackup backup(BackupId id) {
    return find(id.text());
  }

  /** The same, if it was ever made. */
  public Optional<SavedBackup> taken(BackupId id) {
    return tagged("backup", id.text()).stream().findFirst().map(this::load);
  }

  /** The backup whose id begins with the text, or the {@code latest}. */
  public SavedBackup find(String text) {
    List<Snapshots.Saved> all = tagged("backup");
    List<Snapshots.Saved> found =
        text.equals("latest")
            ? all.subList(Math.max(0, all.size() - 1), all.size())
            : all.stream()
                .filter(saved -> value(saved, "backup").orElseThrow().startsWith(text))
                .toList();
    if (found.size() == 1) {
      return load(found.getFirst());
    }
    throw new FailureException(
        Failure.Kind.BAD_INPUT,
        all.isEmpty()
            ? "there is no backup of " + stack + " yet"
            : found.isEmpty()
                ? "no backup of " + stack + " has an id that begins with \"" + text + "\""
                : found.size()
                    + " backups of "
                    + stack
                    + " have ids that begin with \""
                    + text
                    + "\"",
        Safety.NOTHING_CHANGED,
        all.isEmpty() ? "rehome backup    makes one" : "rehome backups    lists them");
  }

  @Override
  public void close() {
    repository.close();
  }
}
