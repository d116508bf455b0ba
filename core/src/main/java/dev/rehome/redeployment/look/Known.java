package dev.rehome.redeployment.look;

import dev.rehome.database.Identity;
import dev.rehome.database.WriteMark;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the journal knows of the stack that a run has built: how this program left each part of it,
 * a database or the files, and what of it others may have written to. A part has the mark that it
 * was left with, or this program writes to it, or how it was left nobody saw.
 */
final class Known {
  static final String HALF_BUILT = "";
  static final String LEFT = "left";
  static final String USED = "used";

  /** In the place of a database's key. */
  static final String FILES = "";

  static final String MAKES = "makes ";
  static final String MADE = "made ";
  static final String BUILT = "built ";
  static final String NAME = "name ";
  static final String KEPT_STATE = "state kept ";

  private final Set<String> parts;
  private final Map<String, WriteMark> marks = new TreeMap<>();
  private final Map<String, Identity> made = new TreeMap<>();

  /** Those of its own in whose place it makes others, unless it was killed before. */
  private final Map<String, Identity> making = new TreeMap<>();

  /** Those that it began to write to, and how it left them is not written down. */
  private final Set<String> unmarked = new TreeSet<>();

  /** Those of which nobody can say any more whose the last writes are. */
  private final Set<String> unseen = new HashSet<>();

  /** Those that a migration wrote to, so that they are not as the backup has them. */
  private final Set<String> migrated = new HashSet<>();

  private final Set<String> used = new HashSet<>();
  private final List<Identity> built = new ArrayList<>();
  private Optional<String> files = Optional.empty();

  /** Their mark of before they were migrated. */
  private Optional<String> filesBefore = Optional.empty();

  private Optional<FilesRestored> restored = Optional.empty();
  private String name = HALF_BUILT;
  private boolean opened;
  private boolean saved;
  private boolean stateKept;

  private Known(Set<String> parts) {
    this.parts = parts;
  }

  /**
   * What the journal of a run says.
   *
   * @param parts keys of the stack's databases, and {@link #FILES} if it has any
   */
  static Known of(Run run, Set<String> parts) {
    var known = new Known(parts);
    for (Entry entry : run.entries()) {
      if (entry.kind() != Entry.Kind.OPERATION_BEGAN || !run.neverBegan(entry)) {
        known.add(entry);
      }
    }
    return known;
  }

  /** How this program left a database, or the files, when it had last written there. */
  record Left(Optional<String> database, String mark) {
    /** That could not be looked at: no mark is like this one. */
    private static final String UNSEEN = "unseen";

    static Left unseen(String part) {
      return new Left(Optional.of(part).filter(each -> !each.equals(FILES)), UNSEEN);
    }

    private boolean seen() {
      return !mark.equals(UNSEEN);
    }
  }

  private void add(Entry entry) {
    String stage = entry.stage().map(Strategies::wordOf).orElse("");
    switch (entry.kind()) {
      case STAGE_BEGAN -> began(stage);
      case STAGE_DONE -> done(stage, entry);
      case OPERATION_BEGAN -> began(stage, entry.name().orElse(""));
      case NOTED -> noted(entry.name().orElse(""), entry);
      default -> {}
    }
  }

  private void began(String stage) {
    switch (stage) {
      case "restore files" ->
          restored = Optional.empty(); // what comes beside them now is not in it
      case "open" -> opened = true;
      default -> {}
    }
  }

  private void done(String stage, Entry entry) {
    switch (stage) {
      case "destroy" -> {
        anotherStack();
        opened = false;
        stateKept = false;
      }
      case "restore files" -> restored = Optional.of(entry.data(FilesRestored.class));
      default -> {}
    }
  }

  private void began(String stage, String operation) {
    switch (stage) {
      case "create" -> {
        if (!operation.startsWith(NewStack.CLEAR)) {
          anotherStack();
          stateKept = false; // it leads to what was built before
          name = HALF_BUILT;
        }
      }
      case "migrate" -> {
        filesBefore = migrated.contains(FILES) ? filesBefore : files;
        forgetMarks();
        unmarked.addAll(parts);
        migrated.addAll(parts);
      }
      case "restore database" ->
          parts.stream().filter(part -> operation.endsWith(" " + part)).forEach(this::fills);
      default -> {}
    }
  }

  /** How this program leaves it is written down later. */
  private void fills(String part) {
    written(part);
    unmarked.add(part);
  }

  /** All that it held is replaced by what this program restores. */
  private void written(String part) {
    used.remove(part);
    marks.remove(part);
    making.remove(part);
    files = part.equals(FILES) ? Optional.empty() : files;
    unmarked.remove(part);
    unseen.remove(part);
    migrated.remove(part);
  }

  private void forgetMarks() {
    marks.clear();
    files = Optional.empty();
    saved = false;
  }

  private void anotherStack() {
    forgetMarks();
    made.clear();
    making.clear();
    used.clear();
    unmarked.clear();
    unseen.clear();
    migrated.clear();
    restored = Optional.empty();
  }

  private void noted(String note, Entry entry) {
    if (note.startsWith(LEFT)) {
      left(entry.data(Left.class));
    } else if (InDoubt.isNote(entry)) {
      saved(entry.data(InDoubt.class).kept());
    } else if (note.startsWith(MADE)) {
      String key = note.replaceFirst(" \\d+$", "").substring(MADE.length());
      made.put(key, entry.data(Identity.class));
      fills(key);
    } else if (note.startsWith(MAKES)) {
      makes(entry.data(String.class));
    } else if (note.startsWith(USED)) {
      used.add(entry.data(String.class));
    } else if (note.startsWith(BUILT)) {
      built.add(entry.data(Identity.class));
    } else if (note.startsWith(NAME)) {
      name = entry.data(String.class);
      stateKept = true; // directly before; version 3 did not write that down
    } else if (note.startsWith(KEPT_STATE)) {
      stateKept = true;
    }
  }

  private void left(Left left) {
    String part = left.database().orElse(FILES);
    if (left.seen()) {
      left.database().ifPresent(key -> marks.put(key, new WriteMark(left.mark())));
      unmarked.remove(part);
      unseen.remove(part);
      if (part.equals(FILES) && filesBefore.equals(Optional.of(left.mark()))) {
        migrated.remove(FILES); // the migration left them alone
      }
    } else {
      unseen.add(part);
    }
    making.remove(part);
    files = part.equals(FILES) ? Optional.of(left.mark()) : files;
  }

  private void saved(Kept kept) {
    marks.putAll(kept.marks());
    files = Optional.of(kept.fileMark());
    used.clear();
    unmarked.clear();
    unseen.clear();
    saved = true;
  }

  private void makes(String part) {
    if (part.equals(FILES)) {
      written(FILES);
      saved = false; // what was there when it was saved is no longer told by a mark
    } else {
      Optional<Identity> there = Optional.ofNullable(made.get(part));
      there.ifPresentOrElse(identity -> making.put(part, identity), () -> marks.remove(part));
    }
  }

  /** The mark that this program left this one with. */
  Optional<WriteMark> left(String key, Identity there) {
    return isAnother(key, there) ? Optional.empty() : Optional.ofNullable(marks.get(key));
  }

  private boolean isAnother(String key, Identity there) {
    return making.containsKey(key) && !there.equals(making.get(key));
  }

  /** Whether there is anything to look for in a part, since this program wrote to it last. */
  boolean isLeft(String part) {
    return marks.containsKey(part)
        || used.contains(part)
        || unseen.contains(part)
        || migrated.contains(part)
        || (part.equals(FILES) && files.isPresent());
  }

  /** Whether this program left a mark, or it is known that it could not. */
  boolean isLeft(String key, Identity there) {
    return unseen.contains(key) || left(key, there).isPresent();
  }

  /** Whether how this program left a part is known not to have been seen. */
  boolean isUnseen(String part) {
    return unseen.contains(part);
  }

  /** Whether nobody can say whose the last writes to it are. */
  boolean isUnknown(String key, Identity there) {
    return (unmarked.contains(key) || unseen.contains(key)) && !isAnother(key, there);
  }

  /** Whether it is not as the backup has it, since it was migrated. */
  boolean isMigrated(String part) {
    return migrated.contains(part);
  }

  /** Parts that this program began to write to; how it left them is not written down. */
  Set<String> unmarked() {
    return Set.copyOf(unmarked);
  }

  /** Parts that were migrated, and of which nobody can say whose the last writes are. */
  Set<String> unseenMigrated() {
    var both = new TreeSet<>(unseen);
    both.retainAll(migrated);
    return both;
  }

  /** Databases that are not loaded to their end. */
  Set<String> loading() {
    var loading = new TreeSet<>(unmarked);
    loading.removeAll(migrated);
    return loading;
  }

  /** Whether databases of it were left with anything to look for. */
  boolean left() {
    return !marks.isEmpty() || !used.isEmpty() || !unmarked.isEmpty() || !unseen.isEmpty();
  }

  /** The mark of the files; one that is like no other if nobody saw how they were left. */
  Optional<String> files() {
    return files;
  }

  /** Whether others wrote to a part, by what was seen. */
  boolean isUsed(String part) {
    return used.contains(part);
  }

  boolean isUsed() {
    return !used.isEmpty();
  }

  boolean opened() {
    return opened;
  }

  /** Whether all that it held was saved, since when the marks tell. */
  boolean saved() {
    return saved;
  }

  /** Whether the state that leads to this stack was kept. */
  boolean stateKept() {
    return stateKept;
  }

  List<Identity> built() {
    return List.copyOf(built);
  }

  /** Of what was built last, for notes. */
  String name() {
    return name;
  }

  /** What restoring its files found there. */
  Optional<FilesRestored> restored() {
    return restored;
  }
}
