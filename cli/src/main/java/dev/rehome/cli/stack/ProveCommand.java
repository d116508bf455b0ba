package dev.rehome.cli.stack;

import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.document.Json.InvalidException;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.Proof;
import dev.rehome.proof.ProofPage;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.ReaderOutcome;
import dev.rehome.redeployment.Previewing;
import dev.rehome.redeployment.check.Preview;
import dev.rehome.redeployment.check.PreviewPage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "prove",
    description = {
      "Proves that a backup restores: reading only, and away from the stack.",
      "",
      "Every database is loaded into a scratch server that is started for this from the machine's"
          + " own PostgreSQL programs, and compared with the inventory; every file is read back; an"
          + " installed restic checks the repository. The evidence is kept beside the backup.",
      "",
      "With --migrate, the migrations of a revision are tried on copies of the loaded databases, by"
          + " the stack file's preview commands. Reported are the time, what is destroyed or"
          + " rewritten, the rows changed, the locks, and what the certificate would call lost.",
      "",
      "Example:  rehome prove latest",
      "Example:  rehome prove latest --migrate v2.4"
    },
    mixinStandardHelpOptions = true)
public final class ProveCommand extends StackTask {
  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "A backup's id, its beginning, or latest.")
  String backup = "latest";

  @Option(
      names = "--migrate",
      paramLabel = "REVISION",
      description = "Also try this revision's migrations, on copies.")
  @Nullable String revision;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    Path scratch = workplace.scratchFolder("proof");
    try (StackRepository repository = workplace.repository()) {
      SavedBackup saved = repository.find(backup);
      Previewing previewing = workplace.previewing(repository);
      Optional<String> commit = Optional.ofNullable(revision).map(previewing::commit);
      ProvenBackup proven = workplace.prover(repository).prove(saved, scratch);
      Optional<Preview> preview = commit.map(each -> previewing.preview(saved, each, scratch));
      report(output, proven.proof(), preview);
      return ExitCode.DONE;
    } catch (InvalidException e) {
      throw new FailureException(
          Failure.Kind.LOST,
          "the documents of backup " + backup + " cannot be understood: " + e.getMessage(),
          Safety.NOTHING_CHANGED,
          "prove it with the version of Rehome that made it");
    } finally {
      workplace.scratch().discard(scratch);
    }
  }

  private static void report(Output output, Proof proof, Optional<Preview> preview) {
    Map<String, Object> result =
        Json.object(
            "command",
            "prove",
            "outcome",
            "proven",
            "backup",
            proof.backup().text(),
            "tables",
            proof.databases().stream().mapToLong(Proof.DatabaseProof::tables).sum(),
            "rows",
            proof.databases().stream().mapToLong(Proof.DatabaseProof::rows).sum(),
            "files",
            proof.files().files(),
            "bytes",
            proof.files().bytes(),
            "reader",
            Json.object(
                "program", proof.reader().program(),
                "passed", proof.reader().outcome() instanceof ReaderOutcome.Passed,
                "outcome", proof.reader().outcome().text()),
            "seconds",
            proof.seconds());
    preview.ifPresent(made -> result.put("preview", dev.rehome.document.Json.tree(made)));
    output.result(
        ProofPage.of(proof)
            + preview.map(made -> "\n" + PreviewPage.of(made)).orElse("")
            + "\nYour backup restores.",
        result);
  }
}
