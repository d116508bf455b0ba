package dev.rehome.repository.check;

/** Where the parts of a check report to. */
interface Problems {
  void add(String file, String what);
}
