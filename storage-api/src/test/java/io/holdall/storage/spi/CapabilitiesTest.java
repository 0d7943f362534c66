package io.holdall.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Capabilities by name, and the small records of the SPI. */
class CapabilitiesTest {
  @Test
  void nothingIsClaimedThatWasNotSet() {
    assertThat(Capabilities.of("x").build())
        .isEqualTo(
            new Capabilities(
                "x",
                Atomicity.STORE,
                Durability.NONE,
                true,
                false,
                false,
                false,
                false,
                false,
                900,
                16 << 20,
                10_000,
                64L << 20));
  }

  @Test
  void eachIsSetByItsNameAndKeptInACopy() {
    Capabilities all =
        Capabilities.of("x")
            .atomicity(Atomicity.ENTRY)
            .durability(Durability.POWER)
            .conditions(false)
            .rangeChecks(true)
            .snapshots(true)
            .multipleWriters(true)
            .distributed(true)
            .readOnly(true)
            .maxKeyBytes(1)
            .maxValueBytes(2)
            .maxBatchOperations(3)
            .maxBatchBytes(4)
            .build();

    assertThat(all)
        .isEqualTo(
            new Capabilities(
                "x",
                Atomicity.ENTRY,
                Durability.POWER,
                false,
                true,
                true,
                true,
                true,
                true,
                1,
                2,
                3,
                4));
    assertThat(all.toBuilder().build()).isEqualTo(all);
    assertThat(all.toBuilder().snapshots(false).build()).isNotEqualTo(all);
  }

  @Test
  void figuresKeepTheirOrderAndDoNotChange() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("segments", "2");
    details.put("garbage", "10 %");
    StorageStats stats = new StorageStats(OptionalLong.of(1), OptionalLong.empty(), details);
    details.clear();

    assertThat(stats.details())
        .containsExactly(Map.entry("segments", "2"), Map.entry("garbage", "10 %"));
    assertThatThrownBy(() -> stats.details().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void verificationWithoutDamageIsSound() {
    Damage damage = new Damage("a.log", 17, "checksum");

    assertThat(new Verification(3, List.of()).isSound()).isTrue();
    assertThat(new Verification(3, List.of(damage)).isSound()).isFalse();
    assertThat(new Repair(3, List.of(damage), "kept").lost()).containsExactly(damage);
  }
}
