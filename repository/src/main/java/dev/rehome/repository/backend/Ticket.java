package dev.rehome.repository.backend;

import java.net.URI;
import java.util.Map;

/**
 * A request by HTTP that whoever has it may make for a while, without any credentials of their own.
 *
 * @param headers to be sent with it; they may hold a token that runs out within the hour
 */
public record Ticket(String method, URI uri, Map<String, String> headers) {
  /** What it is for. */
  public enum Use {
    /** All of the file, or with a Range header a part of it. */
    READ,
    /** The file is the request's body. */
    PUT
  }

  public Ticket {
    headers = Map.copyOf(headers);
  }

  /** Not the token. */
  @Override
  public String toString() {
    return method + " " + uri.getRawPath();
  }
}
