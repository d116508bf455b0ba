package dev.rehome.run;

import java.time.Duration;

/** Told how a run goes. */
public interface RunListener extends WorkListener {
  /** What is going to be done; told once for each plan that is followed. */
  void follows(Plan plan);

  void began(Stage stage);

  void done(Stage stage, String summary, Duration duration, boolean before);

  /** It is under way no more; why, is told by what ends the run. */
  void failed(Stage stage);

  /** What is said and counted in a stage; two may be under way. */
  WorkListener within(Stage stage);

  /** Something that the operator should know, and that stops nothing. */
  void warns(String text);
}
