/** Revisions in a git repository, brought into work trees of their own by the git command. */
@NullMarked
package dev.rehome.infrastructure.git;

import org.jspecify.annotations.NullMarked;
