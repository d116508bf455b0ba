package dev.rehome.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What can be known without looking at any stack: the environment and files.
 *
 * @param folder what files are relative to
 */
public record LocalReferences(Map<String, String> environment, Path folder) implements References {
  @Override
  public String value(Reference reference) {
    return switch (reference.source()) {
      case ENV -> {
        String value = environment.get(reference.name());
        if (value == null) {
          throw new UnresolvedException(reference, "the variable is not set");
        }
        yield value;
      }
      case FILE -> file(reference);
      case TFVAR, OUTPUT, STATE, HOST ->
          throw new UnresolvedException(reference, "there is no infrastructure to ask");
    };
  }

  private String file(Reference reference) {
    try {
      return Files.readString(folder.resolve(reference.name())).strip();
    } catch (IOException e) {
      throw new UnresolvedException(reference, "the file cannot be read");
    }
  }
}
