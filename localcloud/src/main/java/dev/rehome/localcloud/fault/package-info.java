/** What is made to go wrong, on request. */
@NullMarked
package dev.rehome.localcloud.fault;

import org.jspecify.annotations.NullMarked;
