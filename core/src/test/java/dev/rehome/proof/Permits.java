package dev.rehome.proof;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackInventory;
import dev.rehome.proof.LastLook.Question;
import dev.rehome.proof.LastLook.Seen;
import dev.rehome.proof.Proof.FilesProof;
import dev.rehome.proof.Proof.ReaderProof;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Snapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proven backups and permits of no stack, for tests of what takes them. */
public final class Permits {
  private static final Instant MADE = Instant.parse("2026-11-22T10:15:00Z");

  private Permits() {}

  /** A plan like any other that destroys nothing. */
  public static DestroyPlan plan(long serial) {
    return new DestroyPlan(
        "L1", serial, List.of(), List.of(), List.of(), List.of(), List.of(), "a1");
  }

  public static ProvenBackup proven() {
    var id = new BackupId("20261122T101500Z-3f9a");
    Id any = Id.hash(new byte[0]);
    var snapshot =
        new Snapshot(
            GoTime.local(MADE),
            Optional.empty(),
            any,
            List.of(),
            "",
            "",
            0,
            0,
            List.of(),
            List.of(),
            Optional.empty(),
            "",
            Optional.empty());
    var document =
        new BackupDocument(
            BackupDocument.VERSION,
            id,
            "shop",
            BackupDocument.Kind.FINAL,
            MADE,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    var proof =
        new Proof(
            Proof.VERSION,
            id,
            "shop",
            MADE,
            "me@here",
            any.hex(),
            List.of(),
            new FilesProof(0, 0, Optional.empty()),
            new ReaderProof("restic 0.18.0", new ReaderOutcome.Passed()),
            1);
    return new ProvenBackup(
        new SavedBackup(
            any,
            snapshot,
            document,
            new StackInventory(StackInventory.VERSION, Map.of(), Map.of())),
        proof);
  }

  /** All questions, none of which speaks against the plan. */
  public static Map<Question, List<String>> nothingAgainst() {
    return Arrays.stream(Question.values())
        .collect(Collectors.toMap(question -> question, question -> List.<String>of()));
  }

  public static DestroyPermit permit(DestroyPlan plan) {
    return Prover.permit(
        proven(), plan, about -> new Seen(about.digest(), Instant.now(), nothingAgainst()));
  }
}
