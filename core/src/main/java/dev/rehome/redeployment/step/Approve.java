package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.ProofPage;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.Checked;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.time.Duration;
import java.util.Optional;

/** Shows the evidence and what will be destroyed; the operator types the stack's name. */
record Approve(Workshop workshop, Run run, Checked checked, BackupId backup)
    implements Step<Approved> {
  static final Duration VALID = Duration.ofHours(24);

  @Override
  public Class<Approved> type() {
    return Approved.class;
  }

  @Override
  public Approved run(Operations operations) {
    ProvenBackup proven =
        workshop
            .prover()
            .recall(workshop.backups().backup(backup))
            .orElseThrow(() -> new IllegalStateException("the proof just made is not there"));
    Optional<String> by =
        run.record()
            .approval()
            .filter(entry -> entry.at().plus(VALID).isAfter(run.clock().now()))
            .map(entry -> entry.data(String.class))
            .or(() -> workshop.approval().ask(workshop.stack().name(), evidence(proven)));
    String who = by.orElseThrow(this::notApproved);
    return new Approved(who, checked.destroyDigest(), run.clock().now().plus(VALID));
  }

  private String evidence(ProvenBackup proven) {
    var text = new StringBuilder(ProofPage.of(proven.proof()));
    text.append("\nRevision ").append(workshop.old().revision()).append(" is replaced by ");
    text.append(workshop.fresh().revision()).append(".\nThese are destroyed:\n");
    checked.destroys().forEach(each -> text.append("  ").append(each).append('\n'));
    if (!checked.later().isEmpty()) {
      text.append("Only the new stack can answer:\n");
      checked.later().forEach(each -> text.append("  ").append(each).append('\n'));
    }
    return text.toString();
  }

  private FailureException notApproved() {
    return new FailureException(
        Failure.Kind.NOT_APPROVED,
        "the run " + run.id() + " waits for approval",
        new Safety.Untouched("the stack is untouched; its staged backup " + backup + " is proven"),
        "rehome report " + run.id() + "    shows the evidence",
        "rehome approve " + run.id() + ", then rehome resume " + run.id(),
        "or at once: rehome resume " + run.id() + " --approve " + workshop.stack().name());
  }
}
