package dev.rehome.world;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.ProcessFailure;
import dev.rehome.repository.backend.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** How a port fails, as its real implementations do. */
@FunctionalInterface
interface Trouble {
  RuntimeException of(String what);

  /** Of what answers over a network. */
  Trouble NETWORK =
      what ->
          new FailureException(
              Failure.Kind.FAILED,
              what + ": the network is down",
              Safety.NOTHING_CHANGED,
              "see what is wrong there");

  Trouble REPOSITORY =
      what ->
          new BackendException(
              BackendException.Kind.TRANSIENT, what + ": the repository does not answer");

  Trouble DISK =
      what ->
          new UncheckedIOException(
              what + " cannot be written", new IOException("No space left on device"));

  Trouble PROCESS =
      what ->
          new ProcessFailure(
              ProcessFailure.Reason.NOT_STARTED, what + " did not start", List.of("try again"));
}
