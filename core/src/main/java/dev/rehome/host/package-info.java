/**
 * The stack's machines. {@link dev.rehome.host.Host} is the port; {@code ssh} is how they are
 * reached.
 */
@NullMarked
package dev.rehome.host;

import org.jspecify.annotations.NullMarked;
