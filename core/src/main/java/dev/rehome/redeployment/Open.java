package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.StepResult.Opened;
import dev.rehome.redeployment.StepResult.Quiesced;
import dev.rehome.stack.Stack.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Starts the new stack's service and waits until it answers; the outage ends. */
record Open(Workshop workshop, Side side, Quiesced quiesced) implements Step<Opened> {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Override
  public Stage stage() {
    return Stage.OPEN;
  }

  @Override
  public Class<Opened> type() {
    return Opened.class;
  }

  @Override
  public Opened run(Operations operations) {
    TaskRunning.run("open", workshop.stack().open(), side, operations, true);
    workshop.stack().health().forEach(check -> check(check, operations));
    Instant now = Instant.now();
    return new Opened(now, Duration.between(quiesced.at(), now).toMillis() / 1000.0);
  }

  private void check(HealthCheck check, Operations operations) {
    String address = check.get().resolve(side.references());
    operations.says("waiting for " + address);
    Instant limit = Instant.now().plus(check.within());
    String answer = answer(address);
    while (!answer.equals("" + check.expect())) {
      if (Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the new stack does not answer as it should: " + address + " gives " + answer,
            Safety.NOTHING_CHANGED,
            "see the application's own log");
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      answer = answer(address);
    }
  }

  /** The status, or why there is none. */
  private static String answer(String address) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10)).build();
      return "" + client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return "no answer";
    } catch (IllegalArgumentException e) {
      return "no answer, since that is no address";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no answer";
    }
  }
}
