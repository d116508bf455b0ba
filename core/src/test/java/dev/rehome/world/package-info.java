/**
 * A simulated world in which whole redeployments run in milliseconds: machines, a provider, users,
 * operators and a repository in memory, and every port of the program on top of them. One seed, one
 * history: what was found once can be replayed.
 */
@NullMarked
package dev.rehome.world;

import org.jspecify.annotations.NullMarked;
