package dev.rehome.redeployment;

import dev.rehome.run.Plan;
import dev.rehome.run.RunListener;
import dev.rehome.run.Stage;
import dev.rehome.run.WorkListener;
import java.time.Duration;

/** Nobody listens. */
final class Silent implements RunListener {
  @Override
  public void says(String text) {}

  @Override
  public void follows(Plan plan) {}

  @Override
  public void began(Stage stage) {}

  @Override
  public void done(Stage stage, String summary, Duration duration, boolean before) {}

  @Override
  public void failed(Stage stage) {}

  @Override
  public WorkListener within(Stage stage) {
    return this;
  }

  @Override
  public void warns(String text) {}
}
