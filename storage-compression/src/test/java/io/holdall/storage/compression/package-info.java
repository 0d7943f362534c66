/** Tests of the compression, alone and through the contract kit. */
@NullMarked
package io.holdall.storage.compression;

import org.jspecify.annotations.NullMarked;
