package dev.rehome.redeployment;

import dev.rehome.backup.Backups;
import dev.rehome.database.Scratch;
import dev.rehome.proof.Proving;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the steps work with.
 *
 * @param scratchFolder where the proof's servers are, until the run is closed
 * @param leaving removes the checkout of a side that does not serve
 */
record Workshop(
    Stack stack,
    Backups backups,
    Proving prover,
    Side old,
    Side fresh,
    Scratch scratch,
    Path scratchFolder,
    Approval approval,
    Looking looking,
    Dumps dumps,
    Consumer<Side> leaving) {}
