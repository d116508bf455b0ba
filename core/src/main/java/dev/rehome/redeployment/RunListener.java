package dev.rehome.redeployment;

import java.time.Duration;

/** Told how a run goes. */
public interface RunListener {
  void began(Stage stage);

  /** Something within the stage. */
  void says(String text);

  void done(Stage stage, String summary, Duration duration, boolean before);

  /** Something that the operator should know, and that stops nothing. */
  void warns(String text);
}
