package io.holdall.storage.spi;

import io.holdall.storage.Principal;

/**
 * The extension of a stack that decides by who asks; {@link io.holdall.storage.Storage#as} uses it.
 */
public interface PrincipalViews {
  /**
   * The same store as this principal may see and change it. Closing a view ends the view alone;
   * closing the store ends its views.
   */
  StorageBackend as(Principal principal);
}
