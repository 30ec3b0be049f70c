package io.ringmaster.server.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a JWT says about who shows it. Which are believed is set by 'spring.security.oauth2.resourceserver.jwt.*'.
 *
 * @param rolesClaim Claim that holds the roles, a list or words with spaces between them. Dots lead into claims within claims,
 *     as in realm_access.roles.
 * @param rolesPrefix What a role of the registry begins with in that claim, such as ringmaster:operate or
 *     ringmaster:register:orders-*. Others mean nothing here.
 */
@ConfigurationProperties("ringmaster.server.jwt")
record JwtProperties(
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("ringmaster:") String rolesPrefix) {}
