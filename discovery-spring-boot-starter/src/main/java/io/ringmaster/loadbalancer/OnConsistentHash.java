package io.ringmaster.loadbalancer;

import org.springframework.cloud.loadbalancer.support.LoadBalancerEnvironmentPropertyUtils;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the user has chosen one of Spring's configurations for this service or for all, which then keeps its
 * meaning. {@code spring.cloud.loadbalancer.configurations=consistent-hash} names ours.
 */
final class OnConsistentHash implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return LoadBalancerEnvironmentPropertyUtils.equalToOrMissingForClientOrDefault(
                context.getEnvironment(), "configurations", "consistent-hash");
    }
}
