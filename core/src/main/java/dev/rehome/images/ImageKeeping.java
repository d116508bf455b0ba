package dev.rehome.images;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is kept of a machine's images, and how they come back from that. */
public record ImageKeeping(ImageEngine engine) {
  private static final int AT_ONCE = 4;

  /** Each image, and what its registry says. */
  public Map<Image, Pull> look() {
    var all = new TreeMap<Image, Pull>(java.util.Comparator.comparing(Image::id));
    List<Image> images = engine.images();
    List<Pull> answers = each(images, this::look);
    for (int i = 0; i < images.size(); i++) {
      all.put(images.get(i), answers.get(i));
    }
    return all;
  }

  private Pull look(Image image) {
    Pull answer = new Pull.Gone("it has no digest of a registry");
    for (String digest : image.digests()) {
      answer = engine.pull(digest);
      if (answer instanceof Pull.Done) {
        return answer;
      }
    }
    return answer;
  }

  /** The first digest under which it can be pulled. */
  public Optional<String> source(Image image) {
    return image.digests().stream()
        .filter(digest -> engine.pull(digest) instanceof Pull.Done)
        .findFirst();
  }

  /** The same of several. */
  public List<Optional<String>> sources(List<Image> images) {
    return each(images, this::source);
  }

  /** Has each of these done, some at once. */
  public void forEach(List<? extends Runnable> work) {
    each(
        work,
        task -> {
          task.run();
          return true;
        });
  }

  private static <T, R> List<R> each(List<? extends T> items, Function<T, R> work) {
    try (ExecutorService crew = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<R>> running =
          items.stream().map(item -> crew.submit(() -> work.apply(item))).toList();
      return running.stream().map(ImageKeeping::result).toList();
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /**
   * Brings one back, unless it is there, and gives it its tags.
   *
   * @param digest under which its registry has it; else it is loaded
   * @param load has the engine load it
   */
  public void bring(Image image, Optional<String> digest, Consumer<List<String>> load) {
    if (engine.find(image.id()).isEmpty()) {
      if (digest.isPresent()) {
        switch (engine.pull(digest.get())) {
          case Pull.Done() -> {}
          case Pull.Gone(String why) -> throw lost(image, why);
          case Pull.Refused(String why) ->
              throw failed(
                  Failure.Kind.NOT_READY,
                  "the registry does not let image " + image + " be pulled: " + why,
                  "name user and password in images: logins, then rehome resume");
        }
      } else {
        load.accept(engine.loading());
      }
    }
    String there = engine.find(image.id()).map(Image::id).or(() -> digest).orElse(image.id());
    for (String tag : image.tags()) {
      if (!engine.find(tag).map(Image::id).equals(Optional.of(image.id()))) {
        engine.tag(there, tag);
      }
    }
    List<String> names = image.tags().isEmpty() ? List.of(there) : image.tags();
    for (String name : names) {
      boolean same =
          engine
              .find(name)
              .filter(
                  found ->
                      found.id().equals(image.id())
                          || digest.filter(found.digests()::contains).isPresent())
              .isPresent();
      if (!same) {
        throw failed(
            Failure.Kind.LOST,
            "image " + name + " came back as another one than " + image.id(),
            "see what is wrong there, then rehome resume");
      }
    }
  }

  private static FailureException lost(Image image, String why) {
    return failed(
        Failure.Kind.LOST,
        "image "
            + image
            + " is no longer in its registry, where it was when it was backed up: "
            + why,
        "push it there again, then rehome resume");
  }

  private static FailureException failed(Failure.Kind kind, String what, String next) {
    return new FailureException(kind, what, Safety.NOTHING_CHANGED, next);
  }
}
