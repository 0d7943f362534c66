/**
 * What backends on object stores share: one entry is one object, conditions are those of the
 * service, an answer that was lost is found out by a nonce, and many objects are read at once. A
 * backend implements {@link io.holdall.storage.spi.objects.ObjectService}, a request a method, and
 * gets a store from {@link io.holdall.storage.spi.objects.ObjectBackend}.
 */
@NullMarked
package io.holdall.storage.spi.objects;

import org.jspecify.annotations.NullMarked;
