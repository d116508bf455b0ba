package dev.rehome.localcloud.fault;

import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Key;
import dev.rehome.localcloud.http.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was asked to go wrong, and is yet to. */
public final class Faults {
  private static final String ANY = "*";

  private final List<Planned> planned = new CopyOnWriteArrayList<>();

  /**
   * A request for one: {@code {"call": "storage.objects.insert", "at": 2, "fault": "lost"}}. The
   * call may be {@code *} for any, or an operation's work, such as {@code
   * operation.RESTORE_VOLUME}; with {@code agent} only calls of clients count whose User-Agent
   * holds that.
   */
  public static final class Wanted extends GenericJson {
    @Key private String call = "";
    @Key private String agent = "";
    @Key private long at = 1;
    @Key private long times = 1;
    @Key private String fault = "fail";
    @Key private int status = 503;
    @Key private String reason = "backendError";
    @Key private long milliseconds = 1_000;
  }

  /** The fault of the n-th call of a method from now on. */
  private static final class Planned {
    private final Wanted wanted;
    private long seen;

    Planned(Wanted wanted) {
      this.wanted = wanted;
    }

    synchronized boolean fits(String method, String agent) {
      boolean any = wanted.call.equals(ANY) && !method.startsWith("local.");
      if (!(any || wanted.call.equals(method)) || !agent.contains(wanted.agent)) {
        return false;
      }
      seen++;
      return seen >= wanted.at && seen < wanted.at + wanted.times;
    }

    synchronized boolean over() {
      return seen >= wanted.at + wanted.times - 1;
    }
  }

  public void plan(Wanted wanted) {
    fault(wanted);
    if (wanted.at < 1 || wanted.times < 1 || wanted.call.isEmpty()) {
      throw Refusal.invalid("a fault needs a call, and at and times of 1 or more");
    }
    planned.add(new Planned(wanted));
  }

  private static Fault fault(Wanted wanted) {
    return switch (wanted.fault) {
      case "fail" -> new Fault.Fail(wanted.status, wanted.reason);
      case "delay" -> new Fault.Delay(wanted.milliseconds);
      case "lost" -> new Fault.Lost();
      case "damage" -> new Fault.Damage();
      default -> throw Refusal.invalid("a fault is one of fail, delay, lost, damage");
    };
  }

  /** How many were asked for and are yet to happen. */
  public int pending() {
    return planned.size();
  }

  public void clear() {
    planned.clear();
  }

  /** What goes wrong with this call of the method, or this work. */
  public Optional<Fault> next(String method, String agent) {
    Optional<Fault> found = Optional.empty();
    for (Iterator<Planned> all = planned.iterator(); all.hasNext() && found.isEmpty(); ) {
      Planned each = all.next();
      if (each.fits(method, agent)) {
        found = Optional.of(fault(each.wanted));
      }
      if (each.over()) {
        planned.remove(each);
      }
    }
    return found;
  }
}
