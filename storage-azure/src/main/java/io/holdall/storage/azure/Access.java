package io.holdall.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.holdall.storage.StorageException.Configuration;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which account, and who asks: a connection string that says both; or an account or its endpoint
 * with its key, a shared access signature, or what gives tokens. Not a record, for a record would
 * print its secrets.
 */
final class Access {
  private static final Pattern KEY_IN_STRING = Pattern.compile("(?i)(?:^|;)AccountKey=([^;]*)");

  Optional<String> connectionString = Optional.empty();
  Optional<String> account = Optional.empty();
  Optional<URI> endpoint = Optional.empty();
  Optional<String> accountKey = Optional.empty();
  Optional<String> sasToken = Optional.empty();
  Optional<TokenCredential> tokens = Optional.empty();

  /**
   * @throws Configuration if it is not clear which account it is or who asks
   */
  void apply(BlobContainerClientBuilder client) {
    if (connectionString.isPresent()) {
      if (account.or(() -> accountKey).or(() -> sasToken).isPresent()
          || endpoint.isPresent()
          || tokens.isPresent()) {
        throw new Configuration(
            "Setting 'connection-string' says everything; leave out account, endpoint,"
                + " account-key and sas-token");
      }
      connect(client, connectionString.get());
      return;
    }
    URI address =
        endpoint
            .or(() -> account.map(Access::ofAzure))
            .orElseThrow(
                () ->
                    new Configuration(
                        "One of the settings 'connection-string', 'account' and 'endpoint' must be"
                            + " given"));
    client.endpoint(address.toString());
    authorise(client, address);
  }

  private void authorise(BlobContainerClientBuilder client, URI address) {
    if ((accountKey.isPresent() ? 1 : 0)
            + (sasToken.isPresent() ? 1 : 0)
            + (tokens.isPresent() ? 1 : 0)
        > 1) {
      throw new Configuration("Settings 'account-key' and 'sas-token' exclude each other");
    }
    if (accountKey.isPresent()) {
      String name =
          account.orElseThrow(
              () -> new Configuration("Setting 'account-key' needs the setting 'account'"));
      requireKey(accountKey.get());
      client.credential(new StorageSharedKeyCredential(name, accountKey.get()));
    } else if (sasToken.isPresent()) {
      client.sasToken(sasToken.get().replaceFirst("^\\?", ""));
    } else if (!"https".equals(address.getScheme())) {
      throw new Configuration(
          "Tokens are not sent to an 'endpoint' without https; set account-key or sas-token");
    } else {
      client.credential(tokens.orElseGet(DefaultCredential::find));
    }
  }

  /** The SDK's own message may quote the string, and with it the key: it is left out. */
  private static void connect(BlobContainerClientBuilder client, String text) {
    Matcher key = KEY_IN_STRING.matcher(text);
    if (key.find()) {
      requireKey(key.group(1));
    }
    try {
      client.connectionString(text);
    } catch (RuntimeException e) {
      throw new Configuration(
          "Setting 'connection-string' is not as the Azure portal shows it:"
              + " AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net");
    }
  }

  private static void requireKey(String key) {
    try {
      Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      throw new Configuration("The account's key is not in Base64, as keys of Azure are");
    }
  }

  private static URI ofAzure(String account) {
    if (!account.matches("[a-z0-9]{3,24}")) {
      throw new Configuration("Setting 'account' must be 3 to 24 small letters and digits");
    }
    return URI.create("https://" + account + ".blob.core.windows.net");
  }
}
