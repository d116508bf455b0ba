package dev.rehome.readiness;

import dev.rehome.backup.Source;
import dev.rehome.backup.Sources;
import dev.rehome.images.Image;
import dev.rehome.images.ImageKeeping;
import dev.rehome.images.Pull;

/** Whether every image can be had again. */
public record ImageLook(Sources sources) {
  public Findings look() {
    return Findings.all(sources.images().stream().map(each -> Findings.attempt(() -> look(each))));
  }

  private Findings look(Source.Images where) {
    return Findings.all(
        new ImageKeeping(where.engine(sources.hosts()))
            .look().entrySet().stream().map(each -> look(each.getKey(), each.getValue(), where)));
  }

  private static Findings look(Image image, Pull pull, Source.Images where) {
    String what = "image " + image + where.host().map(name -> " on host " + name).orElse("");
    return switch (pull) {
      case Pull.Done() -> Findings.NONE;
      case Pull.Gone(String why) ->
          Findings.warning(
              what + " is in no registry, so it is stored in the backup (" + why + ")");
      case Pull.Refused(String why) ->
          Findings.problem(
              what
                  + " cannot be pulled again: its registry wants a password, or another one ("
                  + why
                  + "; name it in images: logins)");
    };
  }
}
