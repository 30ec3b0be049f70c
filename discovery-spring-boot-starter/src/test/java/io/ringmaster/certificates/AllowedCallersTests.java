package io.ringmaster.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedCallersTests {

    private final AllowedCallers callers = new AllowedCallers(List.of("orders", "billing-*"));

    @Test
    void whoIsNamedMayCall() throws Exception {
        assertThat(callers.objection(of("ringmaster://service/orders"))).isNull();
        assertThat(callers.objection(of("ringmaster://service/billing-eu"))).isNull();
    }

    @Test
    void othersAreToldWhy() throws Exception {
        assertThat(callers.objection(of("ringmaster://service/orders-eu"))).contains("'orders-eu' is not among those");
        assertThat(callers.objection(null)).contains("shows none");
    }

    @Test
    void onlyTheUriNamesAService() throws Exception {
        X509Certificate dns = new CertificateBuilder()
                .subject("CN=orders")
                .setIsCertificateAuthority(true)
                .addSanDnsName("orders")
                .buildSelfSigned()
                .getCertificate();
        assertThat(callers.objection(dns)).contains("shows none");
        assertThat(callers.objection(of("ringmaster://service/orders", "ringmaster://service/pricing")))
                .as("nobody is two services")
                .contains("shows none");
        assertThat(callers.objection(of("spiffe://service/orders"))).contains("shows none");
    }

    @Test
    void whereNobodyIsNamedTheHandshakeDecides() throws Exception {
        assertThat(new AllowedCallers(List.of()).objection(null)).isNull();
        assertThat(new AllowedCallers(List.of("*")).objection(of("ringmaster://service/any")))
                .isNull();
        assertThat(new AllowedCallers(List.of("*")).objection(null)).isNotNull();
    }

    @Test
    void aNameThatNoServiceCanHaveIsRefused() {
        assertThatThrownBy(() -> new AllowedCallers(List.of("order_history")))
                .hasMessageContaining("allowed-callers has 'order_history'");
    }

    private static X509Certificate of(String... uris) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().subject("CN=any").setIsCertificateAuthority(true);
        for (String uri : uris) {
            builder.addSanUriName(uri);
        }
        return builder.buildSelfSigned().getCertificate();
    }
}
