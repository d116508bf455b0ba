/**
 * The command line: one class per command, thin, over the libraries. Exit codes and error texts are
 * decided here.
 */
@NullMarked
package dev.rehome.cli;

import org.jspecify.annotations.NullMarked;
