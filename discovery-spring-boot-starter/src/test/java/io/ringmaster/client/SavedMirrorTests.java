package io.ringmaster.client;

import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.model.InstanceStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SavedMirrorTests {

    private static final SavedMirror LIST = new SavedMirror(
            Instant.parse("2026-11-25T04:00:00Z"),
            List.of("http://localhost:8761"),
            List.of(
                    instance("inventory", "1", InstanceStatus.UP),
                    instance("inventory", "2", InstanceStatus.DRAINING),
                    instance("pricing", "1", InstanceStatus.UP)));

    @Test
    void readsWhatItWrote() {
        assertThat(SavedMirror.parse(LIST.toBytes())).isEqualTo(LIST);
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() {
        byte[] whole = LIST.toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException()
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() -> SavedMirror.parse(torn));
        }
    }

    @Test
    void aFlippedBitAnywhereInTheListIsNoticed() {
        byte[] whole = LIST.toBytes();
        int start = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int i = start; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertThatIllegalArgumentException().isThrownBy(() -> SavedMirror.parse(damaged));
        }
    }

    @Test
    void somethingAppendedIsNoticed() {
        byte[] whole = LIST.toBytes();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SavedMirror.parse(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void aNewerFormatIsNotCalledDamage() {
        String newer = new String(LIST.toBytes(), StandardCharsets.UTF_8).replace("\"format\":1", "\"format\":2");
        assertThatThrownBy(() -> SavedMirror.parse(newer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SavedMirror.NewerFormatException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void aListThatIsWholeAndStillMakesNoSenseIsRefused() {
        for (String content : List.of(
                "null",
                "[]",
                "{}",
                "{\"savedAt\":\"2026-11-25T04:00:00Z\",\"servers\":null,\"instances\":[]}",
                "{\"savedAt\":\"2026-11-25T04:00:00Z\",\"servers\":[],\"instances\":[null]}",
                "{\"savedAt\":\"2026-11-25T04:00:00Z\",\"servers\":[],\"instances\":[{\"service\":\"a\",\"id\":\"1\"}]}",
                "{\"savedAt\":\"yesterday\",\"servers\":[],\"instances\":[]}")) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            CRC32C checksum = new CRC32C();
            checksum.update(bytes);
            String file = "{\"format\":1,\"bytes\":" + bytes.length + ",\"crc32c\":\""
                    + Long.toHexString(checksum.getValue()) + "\"}\n" + content;
            assertThatIllegalArgumentException()
                    .as(content)
                    .isThrownBy(() -> SavedMirror.parse(file.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
