/**
 * What the stack file lets the operator run and ask: commands on hosts and here, and health checks,
 * as they run against one side of the stack.
 */
@NullMarked
package dev.rehome.task;

import org.jspecify.annotations.NullMarked;
