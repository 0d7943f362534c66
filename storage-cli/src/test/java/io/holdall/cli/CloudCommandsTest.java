package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.emulators.s3.FakeS3;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command line in the cloud, and the mistakes one makes there first. */
final class CloudCommandsTest {
  @TempDir Path directory;
  @RegisterExtension final Cloud cloud = new Cloud(() -> directory);

  @Test
  void conversationsAreWrittenListedAndCounted() {
    Stores stores = cloud.stores(cloud.encrypted());
    assertThat(stores.run("append", "trip", "Is breakfast included?").exitCode()).isZero();
    assertThat(stores.run("show", "trip").out()).contains("Is breakfast included?");
    assertThat(stores.run("ls", "conversations").out()).contains("trip");
    assertThat(stores.run("stats", "--json").json().get("messages").asInt()).isEqualTo(1);
    CommandRun verify = stores.run("verify");
    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(verify.err()).contains("nothing to verify");
  }

  @Test
  void explanationShowsTheStackAndNoSecret() {
    Map<String, String> variables = cloud.plain();
    variables.put("HOLDALL_ENCRYPTION_KEYSET", "a-keyset-in-clear-text");
    for (String[] arguments : new String[][] {{"explain"}, {"explain", "--json"}}) {
      CommandRun explained = cloud.stores(variables).run(arguments);
      assertThat(explained.exitCode()).isZero();
      assertThat(explained.out())
          .contains("HOLDALL_S3_BUCKET", "second-tier", "yes, keyset is given")
          .doesNotContain(FakeS3.ACCESS_KEY)
          .doesNotContain(FakeS3.SECRET_KEY)
          .doesNotContain("a-keyset-in-clear-text");
    }
  }

  @Test
  void aMissingBucketIsAskedForByTheNameOfItsVariable() {
    CommandRun run = with("HOLDALL_S3_BUCKET", "", "stats");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("needs the setting 'bucket'", "or set HOLDALL_S3_BUCKET");
    assertThat(Stores.in(directory).run("profiles").out()).contains("needs HOLDALL_S3_BUCKET");
    assertThat(Stores.in(directory).run("profiles").exitCode()).isZero();
  }

  @Test
  void aBucketThatIsNotThereIsNotTakenForAnEmptyStore() {
    for (String command : new String[] {"stats", "ls"}) {
      CommandRun run = with("HOLDALL_S3_BUCKET", "absent", command);
      assertThat(run.exitCode()).isEqualTo(10);
      assertThat(run.err()).contains("no such bucket", "holdall explain");
    }
  }

  @Test
  void aNameThatNoBucketCanHaveIsAMistakeOfTheUser() {
    Map<String, String> variables = cloud.plain();
    variables.put("HOLDALL_S3_BUCKET", "b");
    variables.put("HOLDALL_S3_CREATE_BUCKET", "true");
    CommandRun run = cloud.stores(variables).run("append", "s", "hello");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot have this name", "bucket");
  }

  @Test
  void wrongCredentialsAreRefusedAndNotShown() {
    CommandRun run = with("HOLDALL_S3_SECRET_KEY", "not-the-right-one", "stats");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("SignatureDoesNotMatch", "Check the credentials")
        .doesNotContain("not-the-right-one");
  }

  @Test
  void aServiceThatCannotBeReachedIsSaidToBeSo() {
    Map<String, String> variables = cloud.plain();
    variables.put("HOLDALL_S3_TIMEOUT", "1s");
    cloud.service.close();
    CommandRun run = cloud.stores(variables).run("stats");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be reached", "Check network and endpoint");
  }

  @Test
  void anEncryptedStoreIsRefusedWithoutItsKeyOrWithAnother() {
    assertThat(cloud.stores(cloud.encrypted()).run("append", "s", "hello").exitCode()).isZero();
    CommandRun without = cloud.stores(cloud.plain()).run("show", "s");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("decorators that are missing", "encryption");
    assertThat(without.out()).doesNotContain("hello");
  }

  private CommandRun with(String variable, String text, String command) {
    Map<String, String> variables = new HashMap<>(cloud.plain());
    variables.put(variable, text);
    return cloud.stores(variables).run(command);
  }
}
