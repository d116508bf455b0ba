package dev.rehome.redeployment;

import dev.rehome.backup.WorkListener;
import java.time.Duration;

/** Told how a run goes. */
public interface RunListener extends WorkListener {
  void began(Stage stage);

  void done(Stage stage, String summary, Duration duration, boolean before);

  /** Something that the operator should know, and that stops nothing. */
  void warns(String text);
}
