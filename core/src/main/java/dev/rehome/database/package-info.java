/**
 * A stack's databases: what they hold (the inventory), moving it, and keeping writers out. What
 * PostgreSQL needs for that is in the leaf {@code .postgres}.
 */
@NullMarked
package dev.rehome.database;

import org.jspecify.annotations.NullMarked;
