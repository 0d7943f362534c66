/**
 * Azure Blob Storage on loopback: <a href="https://github.com/Azure/Azurite">Azurite</a>, which its
 * makers wrote for tests. It runs on Node and comes from the npm registry, in the versions that the
 * lock file beside this package says, when it is started for the first time.
 *
 * <p>{@link io.holdall.emulators.azurite.BlobProxy} stands before it where requests are to be
 * counted, slow, or lost.
 */
@NullMarked
package io.holdall.emulators.azurite;

import org.jspecify.annotations.NullMarked;
