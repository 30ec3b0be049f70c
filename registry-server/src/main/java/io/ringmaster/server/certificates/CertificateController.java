package io.ringmaster.server.certificates;

import io.ringmaster.model.CertificateRequest;
import io.ringmaster.model.IssuedCertificate;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.time.Ticker;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where an application asks for a certificate for its service. */
@RestController
final class CertificateController {

    private final Issuer issuer;
    private final Ticker ticker;

    CertificateController(Issuer issuer, Ticker ticker) {
        this.issuer = issuer;
        this.ticker = ticker;
    }

    @PostMapping("/v1/services/{service}/certificates")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedCertificate issue(
            @PathVariable String service,
            @RequestBody CertificateRequest request,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        return issuer.issue(service, request, by, ticker.now());
    }
}
