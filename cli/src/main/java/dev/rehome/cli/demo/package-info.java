/** The demo: a whole redeployment here and now, on real servers, needing no account. */
@NullMarked
package dev.rehome.cli.demo;

import org.jspecify.annotations.NullMarked;
