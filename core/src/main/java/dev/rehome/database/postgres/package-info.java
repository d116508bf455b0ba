/** PostgreSQL: pg_dump and pg_restore move the data, JDBC looks at it. */
@NullMarked
package dev.rehome.database.postgres;

import org.jspecify.annotations.NullMarked;
