package dev.rehome.database;

import dev.rehome.process.Command;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database, reached. Every method opens its own connections and closes them. */
public interface Database {
  Endpoint endpoint();

  Identity identity();

  /** Whether it answers, asked once, and for some seconds only. Never throws. */
  Presence presence();

  /** The numbers of all databases on its server. */
  Set<Long> onServer();

  /**
   * What else is on its server, which goes with that.
   *
   * @param named the databases there that the stack file names
   */
  Bystanders bystanders(Set<String> named);

  /**
   * How much it holds.
   *
   * @param onDisk bytes on the server's disk
   * @param dumped bytes that a dump will have, within some percent: rows are sampled
   */
  record Size(long onDisk, long dumped) {}

  Size size();

  /** The server's version, such as 150018. */
  int serverVersion();

  Moment freeze();

  /** What it holds at that moment, read by two connections at once. */
  Inventory inventory(Moment moment);

  /** Its tables, without reading any row. */
  List<Inventory.Table> tables();

  /** The digest of some columns of a table as they are now, in the order given. */
  String digest(Inventory.Table table, List<String> columns);

  /** What an SQL expression gives for each row of a table now. */
  List<String> texts(Inventory.Table table, String expression);

  /** The rows in buckets of their keys' hashes: each bucket's number, and a digest. */
  Map<Integer, String> buckets(Moment moment, RowQuery query);

  /** The rows of some buckets. */
  RowStream rows(Moment moment, RowQuery query, Set<Integer> buckets);

  /** Every sequence's value now. */
  Map<String, Long> sequences();

  /**
   * Where its dumps are best made and loaded: on the host that it is reached from, if that has
   * PostgreSQL's programs, of the version that would be used here, and room.
   *
   * @param bytes that the dump will have
   */
  Nearness near(long bytes);

  /**
   * Dumps it as it was at that moment into a folder that is empty or not there yet.
   *
   * @throws dev.rehome.host.LostLineException if the way to it was cut; the moment may be lost
   */
  void dump(Moment moment, DumpFolder folder);

  /** The file of a dump that holds what the server exported by itself, as packed SQL. */
  String EXPORT = "export.sql.gz";

  /**
   * Dumps only definitions and rights, into a new folder of this machine, that an export is then
   * put into.
   */
  void dumpSchema(Moment moment, DumpFolder folder);

  /**
   * The same as long as nobody writes.
   *
   * @throws dev.rehome.failure.FailureException if that could not be noticed, or if something was
   *     written that waits for its end
   */
  WriteMark mark();

  /** The same as long as nobody makes a database, a role or a slot on its server. */
  WriteMark serverMark();

  /** What has to be taken away to keep others out; nothing is done yet. */
  Fence fence();

  /** Takes it away, and ends others' sessions. May be repeated. */
  void raise(Fence fence);

  /** Lets them in again. May be repeated. */
  void lift(Fence fence);

  /** How many sessions others have open. */
  int sessions();

  /**
   * Makes the database anew and empty, in place of what a fresh target may have there, which is
   * asked once more in the connection that drops it. The one that was made.
   */
  Identity create(FreshTarget target, Inventory like);

  /** The command that loads a dump into the database just made. */
  Command loading(FreshTarget target, DumpFolder dump, Inventory like);

  /** Tables whose rows no physical copy holds. */
  List<String> unlogged();

  /** Unlogged tables that held rows and are empty now; such rows are in no physical copy. */
  List<String> emptied(Inventory like);

  /** The command that loads the rows of some tables from a dump. */
  Command refilling(FreshTarget target, DumpFolder dump, List<String> tables);

  /** Brings what no dump holds to the database just loaded: its settings and rights. */
  void settle(Inventory like);

  /** Gathers the statistics that a load leaves out, so that the first queries are planned well. */
  void analyze();

  /** What its rights would not allow a run to do; each is a sentence. */
  List<String> obstacles();
}
