package dev.rehome.redeployment;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.ProofPage;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.redeployment.StepResult.Approved;
import dev.rehome.redeployment.StepResult.Checked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Shows the evidence and what will be destroyed; the operator types the stack's name. */
record Approve(Workshop workshop, Run run, Checked checked, BackupId backup)
    implements Step<Approved> {
  private static final Duration VALID = Duration.ofHours(24);

  @Override
  public Stage stage() {
    return Stage.APPROVE;
  }

  @Override
  public Class<Approved> type() {
    return Approved.class;
  }

  @Override
  public Approved run(Operations operations) {
    ProvenBackup proven =
        workshop
            .prover()
            .recall(workshop.repository().backup(backup))
            .orElseThrow(() -> new IllegalStateException("the proof just made is not there"));
    Optional<String> by =
        run.record()
            .approval()
            .filter(entry -> entry.at().plus(VALID).isAfter(Instant.now()))
            .map(entry -> entry.data(String.class))
            .or(() -> workshop.approval().ask(workshop.stack().name(), evidence(proven)));
    return new Approved(
        by.orElseThrow(this::notApproved), checked.destroyDigest(), Instant.now().plus(VALID));
  }

  private String evidence(ProvenBackup proven) {
    var text = new StringBuilder(ProofPage.of(proven.proof()));
    text.append("\nRevision ").append(run.plan().from()).append(" is replaced by ");
    text.append(run.plan().to()).append(".\nThese are destroyed:\n");
    checked.destroys().forEach(each -> text.append("  ").append(each).append('\n'));
    return text.toString();
  }

  private FailureException notApproved() {
    return new FailureException(
        Failure.Kind.NOT_APPROVED,
        "the run " + run.plan().run() + " waits for approval",
        new Safety.Untouched("the stack is untouched; its staged backup " + backup + " is proven"),
        "rehome report " + run.plan().run() + "    shows the evidence",
        "rehome approve " + run.plan().run() + ", then rehome resume " + run.plan().run(),
        "or at once: rehome resume " + run.plan().run() + " --approve " + workshop.stack().name());
  }
}
