/**
 * Azure Blob Storage on loopback: <a href="https://github.com/Azure/Azurite">Azurite</a>, which its
 * makers wrote for tests. It runs on Node and comes from the npm registry, in the versions that the
 * lock file beside this package says, when it is started for the first time.
 */
@NullMarked
package io.holdall.emulators.azurite;

import org.jspecify.annotations.NullMarked;
