package io.ringmaster.server.eureka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about Eureka clients.
 *
 * @param enabled Whether applications that have a Eureka client may use this registry as their Eureka server, at '/eureka'.
 *     The token counts for them as for everybody, as the password of the URL.
 */
@ConfigurationProperties("ringmaster.server.eureka")
record EurekaProperties(@DefaultValue("true") boolean enabled) {}
