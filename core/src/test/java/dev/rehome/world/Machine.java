package dev.rehome.world;

import dev.rehome.infrastructure.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A machine that the program runs on: its disk, and what was started there. */
public final class Machine {
  static final String OWN_VARIABLES = "as committed";

  final String name;

  /** Journals, as they are on its disk. */
  final Map<String, SimulatedJournal.Bytes> journals = new HashMap<>();

  /** Which process has a journal open. */
  final Map<String, Invocation> open = new HashMap<>();

  final Map<String, JobRecord> jobs = new LinkedHashMap<>();

  /** Dumps, by their folders, and scratch servers, by theirs. */
  final Map<String, Content> dumps = new HashMap<>();

  final Map<String, Server> scratch = new HashMap<>();

  /** Where the infrastructure's state is kept in a folder. */
  final Map<String, State> states = new HashMap<>();

  final Set<String> checkouts = new HashSet<>();

  /** Plans that were saved, by their digests. */
  final Map<String, Scripts.Planned> plans = new HashMap<>();

  boolean full;

  /** Which variable files lie there; others lead to another environment. */
  String variables = OWN_VARIABLES;

  Machine(String name) {
    this.name = name;
  }

  /** Somebody removes the program's state folder; jobs that run go on. */
  void wipe() {
    journals.clear();
    jobs.values().forEach(job -> job.removed = true);
    dumps.clear();
  }

  @Override
  public String toString() {
    return name;
  }
}
