/** The certificate: what was before compared with what is now, every difference named. */
@NullMarked
package dev.rehome.certificate;

import org.jspecify.annotations.NullMarked;
