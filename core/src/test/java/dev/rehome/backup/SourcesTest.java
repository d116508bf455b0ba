package dev.rehome.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.files.FileSet;
import dev.rehome.host.ssh.SshHosts;
import dev.rehome.stack.References;
import dev.rehome.stack.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stack file leads to, by outputs that a destroy may have taken. */
final class SourcesTest {
  @TempDir private Path folder = Path.of("");

  private Source guarded(String host, References references) throws IOException {
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(
        file,
        """
        stack: shop
        repository: {location: backups, password: "${env:WORD}"}
        revisions: {git: .}
        infrastructure:
          commands: {create: [a], destroy: [b], outputs: [c]}
        hosts:
          api: {address: "%s"}
        files: [{host: api, root: /srv, include: [data]}]
        """
            .formatted(host));
    return new Sources(
            StackFile.read(file),
            references,
            new Outside(
                PostgresDatabase::new,
                place -> {
                  throw new IllegalStateException("nobody manages servers");
                },
                new SshHosts(folder)))
        .guarded();
  }

  @Test
  void filesOnAHostThatNothingLeadsToAreNotToBeFound() throws IOException {
    References gone =
        reference -> {
          throw new References.UnresolvedException(reference, "the stack has no outputs");
        };
    assertThatThrownBy(() -> guarded("${output.address}", gone))
        .isInstanceOf(References.UnresolvedException.class);
    assertThat(guarded("shop.example", gone).files())
        .extracting(FileSet::root)
        .containsExactly("/srv");
  }
}
