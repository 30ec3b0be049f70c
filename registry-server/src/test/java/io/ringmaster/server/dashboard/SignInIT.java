package io.ringmaster.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RegistryProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** People who sign in at the page, in a real browser. Skipped where there is no Chromium. */
class SignInIT {

    @Test
    void aPersonSignsInChangesSomethingAndSignsOut() {
        try (Browser browser = Browser.openOrSkip();
                RegistryProcess registry = RegistryProcess.of(
                        List.of(),
                        List.of(
                                "--server.address=127.0.0.1",
                                "--ringmaster.server.journal.enabled=false",
                                "--spring.security.oauth2.client.provider.people.issuer-uri=http://127.0.0.1:9",
                                "--spring.security.oauth2.client.registration.people.client-id=ringmaster",
                                "--spring.security.oauth2.client.registration.people.client-name=Our people",
                                "--ringmaster.server.identities.alice.password-hash="
                                        + BCrypt.hashpw("correct horse battery", BCrypt.gensalt(10)),
                                "--ringmaster.server.identities.alice.roles=admin"))) {
            registry.start();
            browser.open(registry.page());
            browser.awaitText("#sign-in", "Sign in by Our people");
            browser.assertAccessible("how people sign in");
            browser.picture("sign-in-light-1440");

            browser.fill("#person-name", "alice");
            browser.fill("#person-password", "another horse battery");
            browser.type(Keys.ENTER);
            browser.awaitText("#sign-in .problem", "nobody here with that name");

            browser.fill("#person-password", "correct horse battery");
            browser.type(Keys.ENTER);
            browser.awaitText("#connection", "Live");
            browser.awaitShown("#sign-out");
            assertThat(register(browser)).isEqualTo(201L);
            browser.open(registry.page() + "#/instances?open=orders/orders-1");
            browser.awaitShown("#drawer [data-action=Drain]");

            browser.click("#sign-out");
            browser.awaitShown("#person-name");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** With the proof that the page shows, too. */
    private static Object register(Browser browser) {
        return browser.script("""
                const at = (path) => new URL(path, document.baseURI);
                return fetch(at('sign-in')).then((answer) => answer.json())
                  .then(({csrf}) => fetch(at('v1/services/orders/instances/orders-1'), {
                    method: 'PUT',
                    headers: {'Content-Type': 'application/json', 'X-CSRF-TOKEN': csrf},
                    body: '{"port": 1, "ttlSeconds": 0}'}))
                  .then((answer) => answer.status);
                """);
    }
}
