package dev.rehome.redeployment.workshop;

import dev.rehome.backup.Backups;
import dev.rehome.database.Scratch;
import dev.rehome.proof.Proving;
import dev.rehome.redeployment.check.Looking;
import dev.rehome.redeployment.side.Dumps;
import dev.rehome.redeployment.side.Side;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the steps work with.
 *
 * @param scratchFolder where the proof's servers are, until the run is closed
 * @param leaving removes the checkout of a side that does not serve
 */
public record Workshop(
    Stack stack,
    Backups backups,
    Proving prover,
    Side old,
    Side fresh,
    Mended mended,
    Scratch scratch,
    Path scratchFolder,
    Approval approval,
    Looking looking,
    Dumps dumps,
    Consumer<Side> leaving) {}
