package io.holdall.storage.encryption;

/** Keys that are the same in every process of a test. */
final class TestKeys {
  /** A key with the number 1000001; no secret. */
  static final String KEYSET =
      """
      {"primaryKeyId": 1000001,
       "key": [{
         "keyData": {
           "typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmKey",
           "value": "GiADChEYHyYtNDtCSVBXXmVsc3qBiI+WnaSrsrnAx87V3A==",
           "keyMaterialType": "SYMMETRIC"},
         "status": "ENABLED",
         "keyId": 1000001,
         "outputPrefixType": "TINK"}]}
      """;

  private TestKeys() {}

  static Keys keys() {
    return Keys.parse(KEYSET);
  }
}
