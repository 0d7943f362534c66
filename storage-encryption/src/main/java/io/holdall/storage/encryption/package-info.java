/**
 * The encryption decorator: everything that reaches the store is encrypted with Google Tink. {@link
 * io.holdall.storage.encryption.Encryption} is the way in, {@link
 * io.holdall.storage.encryption.Keys} what it encrypts with.
 */
@NullMarked
package io.holdall.storage.encryption;

import org.jspecify.annotations.NullMarked;
