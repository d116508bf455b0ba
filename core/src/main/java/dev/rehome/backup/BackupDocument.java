package dev.rehome.backup;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileSetIdentity;
import dev.rehome.images.Image;
import dev.rehome.managed.ManagedSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /backup.json}: what a backup is of, and where in its snapshot each part lies. */
public record BackupDocument(
    int version,
    BackupId id,
    String stack,
    Kind kind,
    Instant began,
    Optional<String> revision,
    List<DatabasePart> databases,
    List<FilesPart> files,
    @Nullable List<ImagesPart> images) {
  public static final int VERSION = 1;

  /** When it was made. */
  public enum Kind {
    /** By {@code rehome backup}. */
    SINGLE,
    /** While the stack served. */
    STAGED,
    /** After writers were stopped. */
    FINAL,
    /** Of what scripts had saved by hand. */
    IMPORTED
  }

  /**
   * A dump in pg_dump's directory format.
   *
   * @param place its folder in the snapshot
   * @param managed the provider's own backup of its server, made at the same time
   */
  public record DatabasePart(
      String key, String name, String user, String place, Optional<ManagedSnapshot> managed) {
    DatabasePart with(Optional<ManagedSnapshot> snapshot) {
      return new DatabasePart(key, name, user, place, snapshot);
    }
  }

  /**
   * Files, under their full paths.
   *
   * @param place the folder in the snapshot that the paths begin in
   * @param identity what the folders were, if that was noted
   */
  public record FilesPart(
      FileSet set, String place, long files, long bytes, Optional<FileSetIdentity> identity) {}

  /** The images of a machine. */
  public record ImagesPart(Optional<String> host, List<KeptImage> images) {}

  /**
   * An image.
   *
   * @param digest under which its registry has it
   * @param place the folder in the snapshot in which its archive lies, if no registry has it
   */
  public record KeptImage(Image image, Optional<String> digest, Optional<String> place) {
    /** The archive's name in its folder. */
    public static final String ARCHIVE = "image.tar";
  }

  public BackupDocument {
    databases = List.copyOf(databases);
    files = List.copyOf(files);
  }

  /** None in backups of before images were kept. */
  @Override
  public List<ImagesPart> images() {
    return Objects.requireNonNullElse(images, List.of());
  }

  /**
   * The part that holds the files of one entry of the stack file.
   *
   * @param index the entry's place in the stack file
   * @param include what the entry includes now: it has to be what was backed up
   */
  public FilesPart filesPart(int index, List<String> include) {
    if (index >= files.size() || !files.get(index).set().include().equals(include)) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "\"files\" in the stack file is no longer what backup " + id + " was made of",
          Safety.NOTHING_CHANGED,
          "bring \"files\" back to what it was until the run is over");
    }
    return files.get(index);
  }

  /** What the stack's folders were when their files were stored. */
  public List<FileSetIdentity> identities() {
    return files.stream().flatMap(part -> part.identity().stream()).toList();
  }

  public long fileCount() {
    return files.stream().mapToLong(FilesPart::files).sum();
  }

  public long fileBytes() {
    return files.stream().mapToLong(FilesPart::bytes).sum();
  }
}
