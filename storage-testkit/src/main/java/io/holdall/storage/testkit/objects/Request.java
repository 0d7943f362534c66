package io.holdall.storage.testkit.objects;

/** What a store asks of a service of objects. */
public enum Request {
  /** An object with its value. */
  READ,
  /** Writing an object in one piece. */
  WRITE,
  /** Taking an object away. */
  REMOVE,
  /** Some names in order. */
  LIST,
  /** Which writing an object is of; on some services the same request as {@link #READ}. */
  IDENTIFY
}
