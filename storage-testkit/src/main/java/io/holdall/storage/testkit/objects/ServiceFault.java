package io.holdall.storage.testkit.objects;

/** What can go wrong with a request. */
public enum ServiceFault {
  /** The service reports an error of its own; nothing was done. */
  ERROR_BEFORE,
  /** The service reports an error of its own, although it was done. */
  ERROR_AFTER,
  /** The service wants fewer requests; nothing was done. */
  BUSY,
  /** Others are at the same object, which says nothing about conditions; nothing was done. */
  CONTENDED,
  /** The caller may not do this; nothing was done. */
  DENIED,
  /** The connection ends without an answer; nothing was done. */
  RESET_BEFORE,
  /** The connection ends without an answer, although it was done. */
  RESET_AFTER,
  /** The connection ends in the middle of the answer's body. */
  TRUNCATED,
  /** No answer comes until {@link ServiceUnderTest#release()}, and only then it is done. */
  HANGS_BEFORE,
  /** It was done, and no answer comes until {@link ServiceUnderTest#release()}. */
  HANGS_AFTER,
  /** The answer's body stops in the middle until {@link ServiceUnderTest#release()}. */
  SLOW_BODY
}
