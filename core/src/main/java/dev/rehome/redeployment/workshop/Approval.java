package dev.rehome.redeployment.workshop;

import java.util.Optional;

/** Asks the operator. */
@FunctionalInterface
public interface Approval {
  /**
   * Who approved, if anybody did.
   *
   * @param word what the operator has to type, or to give beforehand: the stack's name, or that and
   *     what else is agreed to
   * @param evidence what the approval is for, on a few lines
   */
  Optional<String> ask(String word, String evidence);
}
