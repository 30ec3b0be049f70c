package io.ringmaster.certificates;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Lets through in a servlet application what comes from services that may call it. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class CallerFilter implements Filter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final AllowedCallers callers;

    /**
     * @param callers who may call
     */
    public CallerFilter(AllowedCallers callers) {
        this.callers = callers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String objection = callers.objection(shown(request));
        if (objection == null) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setStatus(CallerRefusal.STATUS);
        answer.setContentType(CallerRefusal.MEDIA_TYPE);
        answer.getWriter().write(CallerRefusal.body(objection));
    }

    private static @Nullable X509Certificate shown(ServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
