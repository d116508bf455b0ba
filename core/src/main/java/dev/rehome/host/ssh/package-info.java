/** Machines reached by the operator's own {@code ssh}. */
@NullMarked
package dev.rehome.host.ssh;

import org.jspecify.annotations.NullMarked;
