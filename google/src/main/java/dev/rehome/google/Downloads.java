package dev.rehome.google;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings what is below a prefix of a bucket into a folder. */
public final class Downloads {
  private final BucketClient client;

  public Downloads(Map<String, String> environment) {
    client = new BucketClient(environment);
  }

  /**
   * Fetches every object.
   *
   * @param location such as {@code gs://BUCKET/PREFIX}, or {@code gs://BUCKET}
   * @return how many there were
   */
  public int fetch(String location, Path folder) {
    String text = location.endsWith("/") ? location : location + "/";
    BucketClient.Place prefix = BucketClient.Place.of(text);
    int count = 0;
    Optional<String> page = Optional.of("");
    while (page.isPresent()) {
      String token = page.get();
      Objects answer =
          client.attempt(
              "listing " + location,
              storage -> {
                var list = storage.objects().list(prefix.bucket()).setPrefix(prefix.name());
                return (token.isEmpty() ? list : list.setPageToken(token)).execute();
              });
      for (StorageObject object : Optional.ofNullable(answer.getItems()).orElse(List.of())) {
        String name = object.getName().substring(prefix.name().length());
        if (!name.isEmpty() && !name.endsWith("/")) { // else it stands for a folder
          fetch(new BucketClient.Place(prefix.bucket(), object.getName()), inside(folder, name));
          count++;
        }
      }
      page = Optional.ofNullable(answer.getNextPageToken()).filter(each -> !each.isEmpty());
    }
    return count;
  }

  private void fetch(BucketClient.Place object, Path file) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("could not make " + file.getParent(), e);
    }
    client.fetch(object, file);
  }

  /** An object's name may hold anything, also what would lead out of the folder. */
  private static Path inside(Path folder, String name) {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "object \"" + name + "\" has no name for a file",
          Safety.NOTHING_CHANGED,
          "rename it, or copy what is needed elsewhere");
    }
    return file;
  }
}
