package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class KeySourceTests {

    private static final RequestData NOTHING = new RequestData(null, null, null, null, null);

    @Test
    void headerIsFoundWhateverTheCaseOfItsName() {
        assertThat(KeySource.parse("header:X-Customer-Id").key(withHeader("x-customer-id", "42")))
                .isEqualTo("42");
    }

    @Test
    void headerThatStandsThereTwiceIsJoinedWithAComma() {
        assertThat(KeySource.parse("header:X-Customer-Id").key(withHeader("X-Customer-Id", "a", "b")))
                .isEqualTo("a,b");
    }

    @Test
    void cookieIsReadFromTheHeaderWhatSpringMakesOfItNotwithstanding() {
        MultiValueMap<String, String> wrong = new LinkedMultiValueMap<>();
        wrong.put("a", List.of("1", " session"));
        HttpHeaders headers = new HttpHeaders();
        headers.add(HttpHeaders.COOKIE, "a=1; session=abc==; xsession=no");
        RequestData request = new RequestData(HttpMethod.GET, null, headers, wrong, null);

        assertThat(KeySource.parse("cookie:session").key(request)).isEqualTo("abc==");
        assertThat(KeySource.parse("cookie:xsession").key(request)).isEqualTo("no");
        assertThat(KeySource.parse("cookie:a").key(request)).isEqualTo("1");
        assertThat(KeySource.parse("cookie:essio").key(request)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "session=x           | x",
                "a=1;session=x;b=2   | x",
                "a=1;   session=x    | x",
                "session=\"x y\"     | x y",
                "session=            | ''",
                "session             | ",
                "sessions=x          | ",
                "Session=x           | ",
                ";;=;session=x       | x",
            })
    void cookieLineIsRead(String line, String value) {
        assertThat(KeySource.parse("cookie:session").key(withHeader("Cookie", line)))
                .isEqualTo(value);
    }

    @Test
    void cookieIsFoundInWhicheverLineItIs() {
        assertThat(KeySource.parse("cookie:session").key(withHeader("Cookie", "a=1", "session=x")))
                .isEqualTo("x");
    }

    @Test
    void cookiesOfAWebClientAreNoHeaderYet() {
        MultiValueMap<String, String> cookies = new LinkedMultiValueMap<>();
        cookies.add("session", "x");
        RequestData request = new RequestData(HttpMethod.GET, null, new HttpHeaders(), cookies, null);

        assertThat(KeySource.parse("cookie:session").key(request)).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "http://s/?customer=42, 42",
        "http://s/?a=1&customer=42&customer=43, 42",
        "http://s/?customer=a%20b, a b",
        "http://s/?customer=a+b, a b",
        "http://s/?cust%6Fmer=42, 42",
        "http://s/?customers=1, ",
        "http://s/?xcustomer=1, ",
        "http://s/?customer, ",
        "http://s/?a=customer=1, ",
        "http://s/, ",
    })
    void queryParameterIsFound(URI url, String value) {
        assertThat(KeySource.parse("query:customer").key(withUrl(url))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "/carts/{id}, http://s/carts/42, 42",
        "/carts/{id}, http://s/carts/42/items/7, 42",
        "/carts/{id}, http://s/carts/a%20b%2Bc+d, a b+c+d",
        "/carts/{id}/items, http://s/carts/42/items, 42",
        "/carts/{id}/items, http://s/carts/42/lines, ",
        "/carts/{id}/items, http://s/carts/42, ",
        "/tenants/*/carts/{id}, http://s/tenants/blue/carts/42, 42",
        "/{customer}, http://s/42, 42",
        "/carts/{id}, http://s/carts, ",
        "/carts/{id}, http://s/carts/, ''",
        "/carts/{id}, http://s/cart/42, ",
        "/carts/{id}, http://s, ",
        "/{customer}, http://s/, ''",
    })
    void pathSegmentIsFound(String pattern, URI url, String value) {
        assertThat(KeySource.parse("path:" + pattern).key(withUrl(url))).isEqualTo(value);
    }

    @Test
    void attributeIsFoundAsAString() {
        RequestData request = new RequestData(null, null, null, null, new HashMap<>(Map.of("customer", 42)));

        assertThat(KeySource.parse("attribute:customer").key(request)).isEqualTo("42");
    }

    @ParameterizedTest
    @CsvSource({"header:X", "cookie:x", "query:x", "path:/a/{x}", "attribute:x"})
    void requestWithoutAnythingHasNoKey(String spec) {
        assertThat(KeySource.parse(spec).key(NOTHING)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Customer-Id          | does not say where the key is",
                "heder:X-Customer-Id    | no place called",
                "header:                | a name is missing",
                "header:X Customer      | neither the name of a header nor of a cookie",
                "path:carts/{id}        | a path begins",
                "path:/carts/id         | marks no segment",
                "path:/{a}/{b}          | marks two segments",
                "path:/carts/x{id}      | is no whole segment",
                "path:/carts/**/{id}    | is no whole segment",
            })
    void specThatCannotBeUnderstoodSaysWhy(String spec, String reason) {
        assertThatThrownBy(() -> KeySource.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static RequestData withHeader(String name, String... values) {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(name, List.of(values));
        return new RequestData(HttpMethod.GET, null, headers, null, null);
    }

    private static RequestData withUrl(URI url) {
        return new RequestData(HttpMethod.GET, url, null, null, null);
    }
}
