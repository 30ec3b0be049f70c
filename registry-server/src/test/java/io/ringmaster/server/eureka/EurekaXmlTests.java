package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EurekaXmlTests {

    private static final String INSTANCE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- by hand -->
            <instance>
              <hostName>h1</hostName><app><![CDATA[ORD]]>ERS</app>
              <surprise a="b"><hostName>h2</hostName><deeper><port>1</port></deeper></surprise>
              <port enabled="true">8080</port><securePort>443</securePort>
              <dataCenterInfo class="com.netflix.appinfo.AmazonInfo">
                <name>Amazon</name><metadata><instance-id>i-1</instance-id></metadata>
              </dataCenterInfo>
              <leaseInfo><durationInSecs> 15 </durationInSecs></leaseInfo>
              <metadata class="java.util.Collections$EmptyMap"><my__key_-_.0020x a="1">v &amp; w</my__key_-_.0020x><e/></metadata>
            </instance>
            """;

    @Test
    void readsWhatItKnowsAndPassesOverTheRest() throws XMLStreamException {
        assertThat(read(INSTANCE).toString())
                .isEqualTo(("{'hostName':'h1','app':'ORDERS','port':{'@enabled':'true','$':'8080'},'securePort':'443',"
                                + "'dataCenterInfo':{'@class':'com.netflix.appinfo.AmazonInfo','name':'Amazon',"
                                + "'metadata':{'instance-id':'i-1'}},'leaseInfo':{'durationInSecs':' 15 '},"
                                + "'metadata':{'@class':'java.util.Collections$EmptyMap','my_key$ x':'v & w','e':''}}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE instance><instance/>",
                "<!DOCTYPE instance SYSTEM \"file:///etc/hostname\"><instance/>",
                "<!DOCTYPE instance [<!ENTITY x \"y\">]><instance><app>&x;</app></instance>",
                "<!DOCTYPE instance [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><instance><app>&x;</app></instance>",
                "<instance><app>&x;</app></instance>",
                "<instance><app></instance>",
                "<instance",
                "instance",
                "",
            })
    void refusesDocumentTypesEntitiesAndWhatIsNoXml(String xml) {
        assertThatThrownBy(() -> read(xml)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void passesOverWhatIsNestedDeeperThanAnInstanceIs() {
        // Java 25 refuses by itself what is deeper than 100.
        String deep = "<port>".repeat(90) + "</port>".repeat(90);
        assertThat(Assertions.catchThrowable(() -> read("<instance>" + deep + "</instance>")))
                .isNull();
        assertThat(Assertions.catchThrowable(() -> read("<instance><metadata>" + deep + "</metadata></instance>")))
                .isNull();
    }

    /** Whatever arrives, it is read or refused. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noDamageToABodyIsAFault(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = INSTANCE.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Throwable fault = Assertions.catchThrowable(() -> EurekaXml.read(damaged));
            assertThat(fault instanceof XMLStreamException || fault == null)
                    .as("%s", fault)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zone, zone",
        "management.port, management.port",
        "my_key, my__key",
        "a$b, a_-b",
        "a b, a_.0020b",
        "1st, _.0031st",
        "-x, _.002dx",
        "_.0041, __.0041",
        "a:b/c, a_.003ab_.002fc",
        "ü, _.00fc"
    })
    void everyWordIsANameAndComesBack(String word, String name) {
        assertThat(XmlNames.escape(word)).isEqualTo(name);
        assertThat(XmlNames.unescape(name)).isEqualTo(word);
    }

    private static JsonNode read(String xml) throws XMLStreamException {
        return EurekaXml.read(xml.getBytes(StandardCharsets.UTF_8));
    }
}
