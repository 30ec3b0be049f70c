package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CertificateRequestTests {

    /** Clients in other languages sign these bytes, so they never change. */
    @Test
    void whatIsSignedIsOneLineForEachPart() {
        assertThat(text("inventory", "10.0.0.7", "inventory-1"))
                .isEqualTo("ringmaster-certificate-1\ninventory\n10.0.0.7\ninventory-1\nMFkw\n2026-01-01T00:00:00Z");
        assertThat(text("inventory", null, null))
                .isEqualTo("ringmaster-certificate-1\ninventory\n\n\nMFkw\n2026-01-01T00:00:00Z");
    }

    @Test
    void aServiceIsNamedByItsUriAndByNothingThatLooksLikeIt() {
        assertThat(ServiceUri.of("inventory")).isEqualTo("ringmaster://service/inventory");
        assertThat(ServiceUri.service("ringmaster://service/inventory")).isEqualTo("inventory");
        for (String other : new String[] {
            "ringmaster://service/",
            "ringmaster://service/Inventory",
            "ringmaster://service/inventory/",
            "ringmaster://service/inventory?a",
            "ringmaster://services/inventory",
            "RINGMASTER://service/inventory",
            "https://service/inventory",
            "spiffe://service/inventory"
        }) {
            assertThat(ServiceUri.service(other)).as(other).isNull();
        }
    }

    private static String text(String service, String host, String instance) {
        return new String(
                CertificateRequest.signed(service, host, instance, "MFkw", "2026-01-01T00:00:00Z"),
                StandardCharsets.UTF_8);
    }
}
