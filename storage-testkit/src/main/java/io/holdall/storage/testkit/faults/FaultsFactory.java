package io.holdall.storage.testkit.faults;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = faults} known to profiles, for tests of whole programs. */
public final class FaultsFactory implements DecoratorFactory {
  private static final String SEED = "seed";
  private static final String REFUSED = "refused-percent";
  private static final String REQUEST_LOST = "request-lost-percent";
  private static final String ANSWER_LOST = "answer-lost-percent";
  private static final String READS_REFUSED = "reads-refused-percent";

  /** For ServiceLoader. */
  public FaultsFactory() {}

  @Override
  public String type() {
    return "faults";
  }

  @Override
  public String description() {
    return "fails on purpose, for tests: the same seed fails in the same way";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(SEED, Kind.INTEGER, "what decides when it fails"),
        percent(REFUSED, "of commits refused before they are written"),
        percent(REQUEST_LOST, "of commits lost on the way, of unknown outcome"),
        percent(ANSWER_LOST, "of commits written whose answer is lost"),
        percent(READS_REFUSED, "of reads refused"));
  }

  private static Setting percent(String name, String description) {
    return Setting.optional(name, Kind.INTEGER, "0", "percent " + description);
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    return Faults.seeded(settings.integer(SEED))
        .refused(probability(settings, REFUSED))
        .requestLost(probability(settings, REQUEST_LOST))
        .answerLost(probability(settings, ANSWER_LOST))
        .readsRefused(probability(settings, READS_REFUSED))
        .build();
  }

  private static double probability(Settings settings, String name) {
    long percent = settings.integer(name);
    if (percent < 0 || percent > 100) {
      throw new Configuration("A percentage must be from 0 to 100").with("setting", name);
    }
    return percent / 100.0;
  }
}
