package dev.rehome.localcloud.http;

import java.io.IOException;

/**
 * One call of an API, ready to be made.
 *
 * @param method as Google's discovery documents name it, such as {@code storage.objects.insert}
 */
public record Call(String method, Work work) {
  /** What it does. */
  @FunctionalInterface
  public interface Work {
    Response run() throws IOException;
  }
}
