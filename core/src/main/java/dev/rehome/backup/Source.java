package dev.rehome.backup;

import dev.rehome.database.Database;
import dev.rehome.files.FileSet;
import dev.rehome.host.StackHosts;
import dev.rehome.images.ImageEngine;
import dev.rehome.images.Login;
import dev.rehome.process.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backup is made of: a stack's databases and files, all references resolved.
 *
 * @param secrets that must not change, by name; of which a backup keeps fingerprints
 * @param hosts the machines that files and images are on
 */
public record Source(
    List<Database> databases,
    List<FileSet> files,
    List<Images> images,
    Map<String, Secret> secrets,
    StackHosts hosts) {
  /** The images of a host, or of this machine. */
  public record Images(Optional<String> host, List<Login> logins) {
    /** What has them. */
    public ImageEngine engine(StackHosts hosts) {
      return ImageEngine.on(host.map(hosts::at), logins);
    }
  }

  public Source {
    images = List.copyOf(images);
    databases = List.copyOf(databases);
    files = List.copyOf(files);
    secrets = Map.copyOf(secrets);
  }
}
