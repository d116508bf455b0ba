/** What the steps work with: both stacks, backups and proofs, and the operator. */
@NullMarked
package dev.rehome.redeployment.workshop;

import org.jspecify.annotations.NullMarked;
