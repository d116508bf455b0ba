package dev.rehome.world;

import dev.rehome.failure.Failure;
import dev.rehome.failure.Safety;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Compares what the program says with what is so. */
public final class Truth {
  private final World world;
  private final Environment environment;

  public Truth(World world, Environment environment) {
    this.world = world;
    this.environment = environment;
  }

  /** Sees that what an ending says is true. */
  public void verify(Ending ending, Invocation by) {
    switch (ending) {
      case Ending.Ended(String word) -> {
        if (!world.repository.lock.wasTakenFrom(by)) {
          succeeded(word);
        }
      }
      case Ending.Failed(Failure failure) -> {
        if (!world.repository.lock.wasTakenFrom(by)) {
          said(failure, by);
        }
      }
      case Ending.Killed killed -> {}
      case Ending.Broken(Error error) -> {
        if (!(error instanceof Violation)) {
          claim(false, "the program broke: " + error);
        }
      }
    }
  }

  private void claim(boolean so, String what) {
    if (!so) {
      world.guard.violated(what);
    }
  }

  private void said(Failure failure, Invocation by) {
    String text = failure.safe().text();
    List<String> old = environment.old();
    List<String> fresh = environment.fresh();
    boolean whole = old.size() == Environment.ADDRESSES.size();
    String so =
        "; it says \""
            + text
            + "\", and old stand "
            + old
            + ", new "
            + fresh
            + ", users get through: "
            + environment.reachable();
    if (text.contains("the old stack serves again") || text.contains("untouched and serves")) {
      claim(whole && environment.reachable(), "the old stack should serve" + so);
    }
    if (text.contains("serves again") || text.contains("the new stack serves")) {
      claim(!isBeingStopped(), "its service is being stopped" + so);
    }
    if (text.contains("the old stack stands, all of it, and is closed")
        || text.contains("the old stack stands, and does not serve")) {
      claim(whole && !environment.reachable(), "the old stack should stand, closed" + so);
    }
    if (text.contains("the old stack is destroyed")) {
      claim(old.isEmpty(), "the old stack should be gone" + so);
    }
    boolean goesOn = // and is said to
        failure.whatHappened().contains("goes on by itself")
            || text.contains("a command of this run is still at work");
    if (text.contains("are left: ") && !goesOn) {
      List<String> named = List.of(text.replaceFirst("(?s).*are left: ", "").split(", "));
      claim(named.containsAll(old), "more is left of the old stack" + so);
      claim(!old.isEmpty() || environment.extra != null, "nothing is left of the old stack" + so);
    }
    if (text.contains("nothing is built in its place yet")) {
      claim(fresh.isEmpty(), "nothing should be built" + so);
    }
    if (text.contains("is closed to users") && !text.contains("sessions")) {
      claim(!environment.reachable(), "users should find it closed" + so);
    }
    if (text.contains("the new stack serves")) {
      claim(!fresh.isEmpty() && environment.reachable(), "the new stack should serve" + so);
    }
    boolean untouched =
        failure.safe() instanceof Safety.Untouched && !text.contains("untouched and serves");
    if (untouched && !text.contains("nothing was destroyed")) {
      claim(by.changes == 0, "it changed something" + so);
    }
  }

  private boolean isBeingStopped() {
    return world.running.stream()
        .anyMatch(job -> job.environment == environment && job.toString().equals("stop"));
  }

  /** All that anybody wrote is where it should be. */
  private void succeeded(String word) {
    claim(environment.reachable(), word + ", and users do not get through");
    claim(!isBeingStopped(), word + ", and the service is being stopped");
    Content content = environment.database().orElse(null);
    if (content == null) {
      return;
    }
    boolean back = word.equals("rolled back");
    claim(environment.halfBuilt.isEmpty(), word + ", half built are " + environment.halfBuilt);
    claim(!content.half, word + ", and the database is half migrated");
    claim(content.migrated() != back, word + ", and migrated is " + content.migrated());
    for (Write write : List.copyOf(world.users.writes())) {
      if (write.environment().equals(environment.name) && !kept(word, write, content, back)) {
        world.users.forget(write); // from now on it is in a proven backup, and nowhere else
      }
    }
    Table orders = content.tables.get(Content.ORDERS);
    if (orders != null) {
      orders.rows.forEach(
          (key, values) ->
              claim(
                  orders.columns.size() == (back ? 1 : 2)
                      && (back || values.get(1).equals(Content.note(values.getFirst()))),
                  word + ", and row " + key + " is " + values));
    }
  }

  /** Whether a report sends whoever reads it to a backup of what was in doubt. */
  private boolean tellsOfBackup() {
    return world.repository.kept.entrySet().stream()
        .filter(each -> each.getKey().startsWith("report="))
        .map(each -> new String(each.getValue(), StandardCharsets.UTF_8))
        .anyMatch(page -> page.contains("has all that was there"));
  }

  /** Whether it is there, where it should be or in a proven backup. */
  private boolean kept(String word, Write write, Content content, boolean back) {
    boolean there;
    if (write.file()) {
      Map<String, String> files = environment.files == null ? Map.of() : environment.files.files;
      there = write.value().equals(files.get(write.key()));
    } else {
      Table orders = content.tables.get(Content.ORDERS);
      List<String> values = orders == null ? null : orders.rows.get(write.key());
      there = orders != null && values != null && Guard.item(orders, values).equals(write.value());
    }
    boolean inBackup = (back || tellsOfBackup()) && world.guard.isProven(write.pair());
    boolean discarded = environment.discarded && (!write.old() || environment.original == 0);
    claim(there || inBackup || discarded, word + ", and " + write + " is not there");
    return there;
  }
}
