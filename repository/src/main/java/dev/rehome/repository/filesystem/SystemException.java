package dev.rehome.repository.filesystem;

import java.io.IOException;

/** A system call failed; the message is the C library's for the error number. */
public final class SystemException extends IOException {
  private static final long serialVersionUID = 1L;

  static final int ENOENT = 2;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int ENOSPC = 28;
  static final int ENODATA = 61;
  static final int ENOTSUP = 95;
  static final int EDQUOT = 122;

  private final int errno;

  SystemException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** Nothing is there (any more). */
  public boolean absent() {
    return errno == ENOENT || errno == ENOTDIR;
  }

  public boolean exists() {
    return errno == EEXIST;
  }

  /** No space or no quota is left. */
  public boolean full() {
    return errno == ENOSPC || errno == EDQUOT;
  }

  boolean is(int number) {
    return errno == number;
  }
}
