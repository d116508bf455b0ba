/**
 * The whole of it, against judges and faults: restic, the file system's own tools, kill -9, power
 * loss, damage.
 */
@NullMarked
package dev.rehome.acceptance;

import org.jspecify.annotations.NullMarked;
