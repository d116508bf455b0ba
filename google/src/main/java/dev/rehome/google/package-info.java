/** Cloud SQL: servers that Google runs, through its Admin API. */
@NullMarked
package dev.rehome.google;

import org.jspecify.annotations.NullMarked;
