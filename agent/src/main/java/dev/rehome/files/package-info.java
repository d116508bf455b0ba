/** A stack's files: storing, restoring and comparing them, on this machine. */
@NullMarked
package dev.rehome.files;

import org.jspecify.annotations.NullMarked;
