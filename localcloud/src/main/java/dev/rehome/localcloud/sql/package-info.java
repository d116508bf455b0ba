/** Cloud SQL's Admin API: instances that are real PostgreSQL servers, and their backups. */
@NullMarked
package dev.rehome.localcloud.sql;

import org.jspecify.annotations.NullMarked;
