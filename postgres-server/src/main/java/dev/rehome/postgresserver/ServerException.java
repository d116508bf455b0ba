package dev.rehome.postgresserver;

/** A server could not be made or started; the detail is what PostgreSQL said. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String detail;

  ServerException(String what, String detail) {
    super(detail.isEmpty() ? what : what + ": " + detail);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
