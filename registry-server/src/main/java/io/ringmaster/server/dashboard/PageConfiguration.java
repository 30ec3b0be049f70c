package io.ringmaster.server.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

/**
 * Serves the page. A browser asks each time whether a file has changed, by its content: the files in the jar have no date
 * of their own, because the same sources give the same bytes.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebFluxConfigurer {

    private final Map<Resource, String> etags = new ConcurrentHashMap<>();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/**")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(resource -> etags.computeIfAbsent(resource, PageConfiguration::etag))
                .resourceChain(true)
                .addTransformer(new JoinedFiles());
    }

    /** The page at the root is a file like the others. */
    @Bean
    WebFilter rootIsIndex() {
        return (exchange, chain) -> chain.filter(
                exchange.getRequest().getPath().value().equals("/")
                        ? exchange.mutate()
                                .request(request -> request.path("/index.html"))
                                .build()
                        : exchange);
    }

    private static String etag(Resource resource) {
        try (InputStream content = resource.getInputStream()) {
            return "\"" + DigestUtils.md5DigestAsHex(content) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
