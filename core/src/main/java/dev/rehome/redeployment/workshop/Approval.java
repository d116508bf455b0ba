package dev.rehome.redeployment.workshop;

import java.util.Optional;

/** Asks the operator. */
@FunctionalInterface
public interface Approval {
  /**
   * Who approved, if anybody did.
   *
   * @param evidence what the approval is for, on a few lines
   */
  Optional<String> ask(String stack, String evidence);
}
