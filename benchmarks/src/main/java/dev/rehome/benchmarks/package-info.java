/**
 * Times whole commands side by side with their peers, in alternation, and writes what it saw as a
 * document.
 */
@NullMarked
package dev.rehome.benchmarks;

import org.jspecify.annotations.NullMarked;
