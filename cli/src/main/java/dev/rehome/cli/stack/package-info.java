/** The commands on a stack, one class each, and how the parts of the program are put together. */
@NullMarked
package dev.rehome.cli.stack;

import org.jspecify.annotations.NullMarked;
