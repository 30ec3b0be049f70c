package io.ringmaster.server.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the OpenAPI description of the API. It is generated when the project is built and not here, because a registry would
 * load a second JSON library, and more classes than its own, for a document that never changes.
 */
@RestController
final class OpenApiController {

    private static final Resource DESCRIPTION = new ClassPathResource("openapi.json");

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Resource> description() {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(DESCRIPTION);
    }
}
