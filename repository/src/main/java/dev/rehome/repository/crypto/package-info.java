/**
 * restic's cryptography: AES-256 in counter mode, Poly1305-AES, and scrypt for passwords (restic's
 * design document, "Keys, Encryption and MAC"). Knows bytes only.
 */
@NullMarked
package dev.rehome.repository.crypto;

import org.jspecify.annotations.NullMarked;
