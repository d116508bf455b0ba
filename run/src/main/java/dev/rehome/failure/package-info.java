/** What every failure says: what happened, what is safe now, what to do next. */
@NullMarked
package dev.rehome.failure;

import org.jspecify.annotations.NullMarked;
