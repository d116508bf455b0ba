/** What every command shares: how it speaks, ends and is stopped. */
@NullMarked
package dev.rehome.cli.terminal;

import org.jspecify.annotations.NullMarked;
