package io.holdall.emulators.azurite;

/** What can go wrong with a request. */
public enum Fault {
  /** 500 InternalError; nothing was done. */
  ERROR_BEFORE(500, "InternalError"),
  /** 500 OperationTimedOut, although it was done. */
  ERROR_AFTER(500, "OperationTimedOut"),
  /** 503 ServerBusy; nothing was done. */
  BUSY(503, "ServerBusy"),
  /** 412 LeaseIdMissing; nothing was done. */
  LEASED(412, "LeaseIdMissing"),
  /** 400 InvalidBlockList; nothing was done. */
  BLOCKS_GONE(400, "InvalidBlockList"),
  /** 403 AuthorizationPermissionMismatch; nothing was done. */
  DENIED(403, "AuthorizationPermissionMismatch"),
  /** The connection ends without an answer; nothing was done. */
  RESET_BEFORE(0, ""),
  /** The connection ends without an answer, although it was done. */
  RESET_AFTER(0, ""),
  /** The connection ends in the middle of the answer. */
  TRUNCATED(0, ""),
  /** It was done, and no answer comes until {@link BlobProxy#release()}. */
  HANGS_AFTER(0, ""),
  /** No answer comes until {@link BlobProxy#release()}, and only then it is done. */
  HANGS_BEFORE(0, ""),
  /** The answer's body stops in the middle until {@link BlobProxy#release()}. */
  SLOW_BODY(0, "");

  final int status;
  final String code;

  Fault(int status, String code) {
    this.status = status;
    this.code = code;
  }
}
