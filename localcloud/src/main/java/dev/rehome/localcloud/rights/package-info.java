/** What the caller may do. */
@NullMarked
package dev.rehome.localcloud.rights;

import org.jspecify.annotations.NullMarked;
