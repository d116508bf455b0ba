/** Images of containers: what a machine has of them, and how they come back. */
@NullMarked
package dev.rehome.images;

import org.jspecify.annotations.NullMarked;
