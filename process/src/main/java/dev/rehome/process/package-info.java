/**
 * The only place that starts processes: a command is a value, runs in a process group of its own,
 * within a time limit, and secrets in it are marked so that nothing prints them.
 */
@NullMarked
package dev.rehome.process;

import org.jspecify.annotations.NullMarked;
