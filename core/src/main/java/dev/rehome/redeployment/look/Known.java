package dev.rehome.redeployment.look;

import dev.rehome.database.Identity;
import dev.rehome.database.WriteMark;
import dev.rehome.redeployment.plan.StepResult.FilesRestored;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the journal knows of the stack that a run has built: how this program left it, and what of
 * it others may have written to.
 *
 * @param databases their marks, where this program wrote nothing since
 * @param making those of its own in whose place it makes others, unless it was killed before
 * @param used databases that others wrote to, by what was seen
 * @param name of what was built last, for notes
 * @param doubt a migration that another machine began, of which nobody knows whether it ran
 * @param saved whether all that it held was saved, since when the marks tell
 * @param restored what restoring its files found there
 */
record Known(
    Map<String, WriteMark> databases,
    Map<String, Identity> making,
    Optional<String> files,
    Set<String> used,
    boolean opened,
    List<Identity> built,
    String name,
    Optional<Entry> doubt,
    boolean saved,
    Optional<FilesRestored> restored) {
  static final String HALF_BUILT = "";
  static final String LEFT = "left";
  static final String USED = "used";

  /** In the place of a database's key. */
  static final String FILES = "";

  static final String MAKES = "makes ";
  static final String MADE = "made ";
  static final String BUILT = "built ";
  static final String NAME = "name ";

  /** How this program left a database, or the files, when it had last written there. */
  record Left(Optional<String> database, String mark) {
    /** That could not be looked at: no mark is like this one. */
    private static final String UNSEEN = "unseen";

    static Left unseen(Optional<String> database) {
      return new Left(database, UNSEEN);
    }
  }

  /** Whether it could not be looked at when this program had last written to it. */
  boolean unseen(String key) {
    return new WriteMark(Left.UNSEEN).equals(databases.get(key));
  }

  /** The mark that this program left this one with. */
  Optional<WriteMark> left(String key, Identity there) {
    boolean another = making.containsKey(key) && !there.equals(making.get(key));
    return another ? Optional.empty() : Optional.ofNullable(databases.get(key));
  }

  /** Whether databases of it were left with anything to look for. */
  boolean left() {
    return !databases.isEmpty() || !used.isEmpty() || doubt.isPresent();
  }

  /** What the journal knows of it: the last marks after which this program did nothing to it. */
  static Known of(Run run) {
    Map<String, WriteMark> databases = new TreeMap<>();
    Map<String, Identity> making = new TreeMap<>();
    Map<String, Identity> made = new TreeMap<>();
    Optional<String> files = Optional.empty();
    var used = new TreeSet<String>();
    boolean opened = false;
    var identities = new ArrayList<Identity>();
    String name = HALF_BUILT;
    Optional<Entry> migration = Optional.empty();
    boolean saved = false;
    Optional<FilesRestored> restored = Optional.empty();
    for (Entry entry : run.entries()) {
      if (entry.kind() == Entry.Kind.OPERATION_BEGAN && run.neverBegan(entry)) {
        continue;
      }
      String stage = entry.stage().map(Strategies::wordOf).orElse("");
      boolean gone = entry.kind() == Entry.Kind.STAGE_DONE && stage.equals("destroy");
      boolean built = entry.kind() == Entry.Kind.STAGE_BEGAN && stage.equals("create");
      boolean changed =
          entry.kind() == Entry.Kind.OPERATION_BEGAN
              && Set.of("create", "migrate").contains(stage)
              && !entry.name().orElse("").startsWith(NewStack.CLEAR);
      if (gone || built || changed) {
        databases.clear();
        files = Optional.empty();
        saved = false;
      }
      if (gone || built) {
        made.clear();
        making.clear();
        used.clear();
        migration = Optional.empty();
        restored = Optional.empty();
      }
      switch (entry.kind()) {
        case STAGE_BEGAN -> {
          if (stage.equals("create")) {
            name = HALF_BUILT;
          }
          if (stage.equals("restore files")) {
            used.remove(FILES);
            saved = false; // what was there when it was saved is no longer told by a mark
            files = Optional.empty();
            restored = Optional.empty(); // what comes beside them now is not in what was found then
          }
          opened |= stage.equals("open");
        }
        case OPERATION_BEGAN -> { // of one of the databases
          String operation = entry.name().orElse("");
          if (stage.equals("migrate")) {
            migration = Optional.of(entry);
          }
          if (stage.equals("restore database")) {
            databases.keySet().removeIf(key -> operation.endsWith(" " + key));
            used.removeIf(key -> operation.endsWith(" " + key));
          }
        }
        case OPERATION_ENDED -> {
          if (stage.equals("migrate")) { // another machine that writes this down without a code
            migration =
                migration.filter(each -> entry.data().isEmpty() && !each.by().equals(entry.by()));
          }
        }
        case STAGE_DONE -> {
          opened &= !gone;
          if (stage.equals("restore files")) {
            restored = Optional.of(entry.data(FilesRestored.class));
          }
        }
        case NOTED -> {
          String note = entry.name().orElse("");
          if (note.startsWith(LEFT)) {
            Left left = entry.data(Left.class);
            left.database().ifPresent(key -> databases.put(key, new WriteMark(left.mark())));
            left.database().ifPresent(making::remove);
            files = left.database().isEmpty() ? Optional.of(left.mark()) : files;
          }
          if (InDoubt.isNote(entry)) {
            Kept kept = entry.data(InDoubt.class).kept();
            databases.putAll(kept.marks());
            files = Optional.of(kept.fileMark());
            used.clear();
            migration = Optional.empty();
            saved = true;
          }
          if (note.startsWith(MADE)) {
            made.put(note.replaceFirst(" \\d+$", ""), entry.data(Identity.class));
          }
          if (note.startsWith(MAKES)) {
            String key = entry.data(String.class);
            Optional.ofNullable(made.get(MADE + key))
                .ifPresentOrElse(there -> making.put(key, there), () -> databases.remove(key));
          }
          if (note.startsWith(USED)) {
            used.add(entry.data(String.class));
          }
          if (note.startsWith(BUILT)) {
            identities.add(entry.data(Identity.class));
          }
          if (note.startsWith(NAME)) {
            name = entry.data(String.class);
          }
        }
        default -> {}
      }
    }
    Optional<Entry> doubt = migration.filter(began -> !run.isHere(began));
    return new Known(
        databases, making, files, used, opened, identities, name, doubt, saved, restored);
  }
}
