/** What is done in each stage of a plan; each step is a file. */
@NullMarked
package dev.rehome.redeployment.step;

import org.jspecify.annotations.NullMarked;
