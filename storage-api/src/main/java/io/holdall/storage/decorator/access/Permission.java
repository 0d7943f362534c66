package io.holdall.storage.decorator.access;

/** What a rule allows or denies. In profiles written in lower case. */
public enum Permission {
  /** To read the value and version of an entry whose key one knows. */
  READ,
  /** To write an entry where there is none. */
  CREATE,
  /** To write over an entry. */
  UPDATE,
  /** To remove an entry. */
  DELETE,
  /** To meet the key and version of an entry in a scan, and with {@link #READ} its value too. */
  LIST,
  /** To see the figures of the whole store, and to do anything in the framework's collections. */
  ADMINISTER
}
