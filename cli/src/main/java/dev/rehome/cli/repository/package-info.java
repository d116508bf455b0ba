/** The commands on a repository, one class each. */
@NullMarked
package dev.rehome.cli.repository;

import org.jspecify.annotations.NullMarked;
