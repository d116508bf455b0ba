package dev.rehome.infrastructure;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import java.util.Optional;
import java.util.Set;

/**
 * A stack's infrastructure as one revision describes it. Looking and planning run to their end;
 * creating and destroying are commands, run where they outlive this program.
 */
public interface Infrastructure {
  /** What there is now; {@link State#empty} if nothing. */
  State look();

  /** The value of a variable of the configuration. */
  String variable(String name);

  /** Plans to destroy all there is now, and keeps the plan. */
  DestroyPlan planDestroy();

  /** Destroys what was planned, and nothing else. */
  Command destroying(DestroyPlan plan, DestroyPermit permit);

  /** Plans to build what the revision describes, and keeps the plan. */
  ChangePlan planCreate();

  /** Builds what was planned. */
  Command creating(ChangePlan plan);

  /** What a line that such a command printed tells the operator, if anything; no secret. */
  Optional<String> tells(String line);

  /** Why such a command failed, in a sentence or two without any secret. */
  String reason(Finished finished);

  /** What to look at where it says that there is nothing, though there should be something. */
  String whenEmpty();

  /** The state as it is kept, for a copy of it; empty if there is none. */
  Optional<byte[]> copyOfState();

  /** What such a copy says there was: references and identities of a stack that is gone by now. */
  State recall(byte[] copyOfState);

  /**
   * Puts a copy of the state where it is kept on this machine, in place of none or of an older one
   * of its history. Fails if there is one of another history.
   *
   * @param ended lineages of histories that ended before the one of now began: their states are
   *     older
   */
  void bringState(byte[] copy, Set<String> ended);

  /** Whether the state is in a file of this machine, which no other machine sees. */
  boolean stateIsHere();

  /** Where this stack stands, in words that another machine gives alike; no secret. */
  String place();

  /**
   * SHA-256 of all that decides what is built, besides the revision's own files: variables and
   * their files, the place, the program's name.
   */
  String inputs();

  /**
   * Which stack this leads to, where no history of states tells that; a state has it as its
   * lineage.
   */
  Optional<String> lineage();

  /** Ends what it started and removes what it wrote for itself. */
  void forget();
}
