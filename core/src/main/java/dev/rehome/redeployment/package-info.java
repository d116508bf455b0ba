/**
 * The redeployment: its order is one method of {@code Redeployment}, each step a file of its own,
 * and {@code Run} journals what they do so that it can be resumed.
 */
@NullMarked
package dev.rehome.redeployment;

import org.jspecify.annotations.NullMarked;
