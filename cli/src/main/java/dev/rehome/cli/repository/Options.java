package dev.rehome.cli.repository;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command on a repository takes. */
final class Options {
  @Parameters(
      index = "0",
      paramLabel = "LOCATION",
      description =
          "Where the repository is: a folder, s3://BUCKET/PREFIX, or"
              + " s3:https://HOST/BUCKET/PREFIX.")
  String location = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "A file that holds the password. Otherwise it is taken from REHOME_PASSWORD, or asked"
              + " for.")
  @Nullable Path passwordFile;
}
