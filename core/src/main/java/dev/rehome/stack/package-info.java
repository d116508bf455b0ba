/**
 * The stack file: what a stack consists of, as its operator writes it down. One description of its
 * shape ({@code StackFileShape}) serves reading, the error messages and the JSON Schema.
 */
@NullMarked
package dev.rehome.stack;

import org.jspecify.annotations.NullMarked;
