package io.holdall.storage;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who asks: a user, a service, an assistant. Whoever makes one vouches for it; the store trusts it.
 *
 * @param name the name, compared character for character; not empty
 * @param roles the roles it has beside those that a policy gives to its name
 */
public record Principal(String name, Set<String> roles) {
  /** Checks the name and copies the set. */
  public Principal {
    if (name.isEmpty()) {
      throw new InvalidArgument("A principal has a name");
    }
    roles = Set.copyOf(new TreeSet<>(roles));
  }

  /** A principal with these roles. */
  public static Principal of(String name, String... roles) {
    return new Principal(name, new TreeSet<>(Arrays.asList(roles)));
  }
}
