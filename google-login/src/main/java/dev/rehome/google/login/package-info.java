/** As whom Google's services are asked. */
@NullMarked
package dev.rehome.google.login;

import org.jspecify.annotations.NullMarked;
