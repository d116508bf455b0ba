package dev.rehome.repository.check;

/** Told of what a check finds, from several threads. */
public interface CheckListener {
  CheckListener SILENT =
      new CheckListener() {
        @Override
        public void problem(String file, String what) {}

        @Override
        public void note(String what) {}
      };

  /**
   * {@code file} of the repository is not what it should be; {@code what} says how, and names the
   * file.
   */
  void problem(String file, String what);

  /** Something that an operator may want to know and that is no damage. */
  void note(String what);
}
