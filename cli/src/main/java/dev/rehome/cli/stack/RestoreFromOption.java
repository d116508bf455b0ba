package dev.rehome.cli.stack;

import dev.rehome.redeployment.plan.RestoreFrom;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where databases are brought back from. */
final class RestoreFromOption {
  @Option(
      names = "--restore-from",
      paramLabel = "WAY",
      converter = Way.class,
      description =
          "What databases are brought back from first: snapshot, the provider's own backup where"
              + " there is one, and after that the dump; or dump.")
  @Nullable RestoreFrom way;

  Optional<RestoreFrom> chosen() {
    return Optional.ofNullable(way);
  }

  /** Reads the words. */
  static final class Way implements ITypeConverter<RestoreFrom> {
    @Override
    public RestoreFrom convert(String text) {
      for (RestoreFrom each : RestoreFrom.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
          return each;
        }
      }
      throw new TypeConversionException("expected snapshot or dump, but was " + text);
    }
  }
}
