package io.ringmaster.server.api;

import io.ringmaster.server.registry.Listing;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** Answers that read the catalog: they carry its revision, by which Spring answers {@code If-None-Match} with a 304. */
final class Answers {

    private Answers() {}

    static <T> ResponseEntity<T> from(Listing listing, T body) {
        return builder(listing).body(body);
    }

    static ResponseEntity.BodyBuilder builder(Listing listing) {
        return ResponseEntity.ok().eTag("\"" + listing.revision() + "\"").cacheControl(CacheControl.noCache());
    }
}
