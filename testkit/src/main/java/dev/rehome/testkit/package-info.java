/**
 * What tests stand on: trees with everything odd in them, judges that are not ours (restic, find,
 * getfattr), contracts that every implementation of a port has to meet, and faults as decorators.
 */
@NullMarked
package dev.rehome.testkit;

import org.jspecify.annotations.NullMarked;
