/**
 * One at a time, from any machine: who works on a stack, whether they are certainly gone, and how
 * others see it without comparing clocks.
 */
@NullMarked
package dev.rehome.lock;

import org.jspecify.annotations.NullMarked;
