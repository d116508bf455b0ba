package dev.rehome.world;

import java.util.TreeMap;

/** Files of a stack: their content by their paths. */
final class FileTree {
  final long id;
  final String root;
  final TreeMap<String, String> files = new TreeMap<>();
  long counter;

  FileTree(long id, String root) {
    this.id = id;
    this.root = root;
  }

  void write(String path, String content) {
    files.put(path, content);
    counter++;
  }
}
