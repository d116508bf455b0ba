package dev.rehome.localcloud.http;

import java.util.Optional;

/** A family of calls. */
@FunctionalInterface
public interface Api {
  /** The call that a request means, if it is one of these. */
  Optional<Call> call(Request request);
}
