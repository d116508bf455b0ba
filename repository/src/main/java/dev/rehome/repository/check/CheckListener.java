package dev.rehome.repository.check;

/** Told of what a check finds, from several threads. */
public interface CheckListener {
  /** {@code file} of the repository is not what it should be; {@code what} says how, and names the file. */
  void problem(String file, String what);

  /** Something that an operator may want to know and that is no damage. */
  void note(String what);
}
