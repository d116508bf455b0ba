/**
 * Makes what belongs to a download beside the program: manual pages, completion, the guide as a
 * page, the bill of materials.
 */
@NullMarked
package dev.rehome.distribution;

import org.jspecify.annotations.NullMarked;
