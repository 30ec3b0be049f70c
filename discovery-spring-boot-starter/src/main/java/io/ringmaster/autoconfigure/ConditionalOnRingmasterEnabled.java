package io.ringmaster.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;

/** Matches unless {@code ringmaster.client.enabled} or {@code spring.cloud.discovery.enabled} is false. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ConditionalOnDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "ringmaster.client.enabled", matchIfMissing = true)
public @interface ConditionalOnRingmasterEnabled {}
