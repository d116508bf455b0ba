/**
 * What works on a host for an operator's Rehome: it stores, restores and compares files there, and
 * speaks over its standard input and output. It ends by itself when its input ends or falls silent.
 */
@NullMarked
package dev.rehome.agent;

import org.jspecify.annotations.NullMarked;
