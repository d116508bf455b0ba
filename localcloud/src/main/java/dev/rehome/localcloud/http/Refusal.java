package dev.rehome.localcloud.http;

/** An answer that says no, in the form of Google's errors. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  /**
   * @param status HTTP's
   * @param reason Google's word for it, such as {@code notFound}
   */
  public Refusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  public static Refusal notFound(String message) {
    return new Refusal(404, "notFound", message);
  }

  public static Refusal invalid(String message) {
    return new Refusal(400, "invalid", message);
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }
}
