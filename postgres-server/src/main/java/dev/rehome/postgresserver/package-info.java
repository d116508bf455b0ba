/**
 * PostgreSQL servers of one's own, from the machine's programs, in a folder of their own: for
 * proofs, the demo and tests. Also for root, as whom PostgreSQL refuses to run.
 */
@NullMarked
package dev.rehome.postgresserver;

import org.jspecify.annotations.NullMarked;
