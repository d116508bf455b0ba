package dev.rehome.redeployment;

import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Scratch;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.proof.Prover;
import dev.rehome.stack.Stack;
import java.nio.file.Path;

/**
 * What the steps work with.
 *
 * @param scratchFolder where the proof's servers are, until the run is closed
 */
record Workshop(
    Stack stack,
    StackRepository repository,
    Revisions revisions,
    Side old,
    Side fresh,
    BackupTaking backups,
    Prover prover,
    Scratch scratch,
    Path scratchFolder,
    Approval approval) {}
