/** What is told of a run, while it goes on and when it is over. */
@NullMarked
package dev.rehome.redeployment.report;

import org.jspecify.annotations.NullMarked;
