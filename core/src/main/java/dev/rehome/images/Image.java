package dev.rehome.images;

import java.util.List;

/**
 * An image as a machine has it.
 *
 * @param id the digest of its configuration, in hexadecimal: pushing, saving and loading do not
 *     change it
 * @param tags the names it has there; tags move, so they do not say which image it is
 * @param digests {@code REPOSITORY@sha256:…}, under which registries may have it
 */
public record Image(String id, List<String> tags, List<String> digests) {
  private static final int SHOWN = 12;

  public Image {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  /** As people call it. */
  @Override
  public String toString() {
    return tags.isEmpty() ? id.substring(0, Math.min(SHOWN, id.length())) : tags.getFirst();
  }
}
