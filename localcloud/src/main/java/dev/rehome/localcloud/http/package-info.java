/** Requests and answers, in the forms that Google's APIs share. */
@NullMarked
package dev.rehome.localcloud.http;

import org.jspecify.annotations.NullMarked;
