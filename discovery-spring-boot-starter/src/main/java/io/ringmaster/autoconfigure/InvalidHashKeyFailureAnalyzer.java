package io.ringmaster.autoconfigure;

import io.ringmaster.loadbalancer.InvalidHashKeyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a routing key in the properties, and shows right ones. */
final class InvalidHashKeyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHashKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidHashKeyException cause) {
        return new FailureAnalysis(
                "The property '" + cause.property() + "' says where the routing key of a call is, but '" + cause.value()
                        + "' cannot be understood: " + cause.reason() + ".",
                """
                Name the place of the key in one of these ways:

                    header:X-Customer-Id     the value of a header
                    cookie:session           the value of a cookie
                    query:customer           the value of a query parameter
                    path:/carts/{id}         a segment of the path, '*' stands for any other segment
                    attribute:customer       an attribute of a WebClient or gateway request

                Several places, separated by commas, are tried in order. A key that is none of these can be found by a bean \
                of type io.ringmaster.loadbalancer.HashKeyResolver.""",
                cause);
    }
}
