/** Stacks that a team's own commands create and destroy. */
@NullMarked
package dev.rehome.infrastructure.commands;

import org.jspecify.annotations.NullMarked;
