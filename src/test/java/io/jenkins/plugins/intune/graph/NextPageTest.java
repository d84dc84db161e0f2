package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links to the next page of a list, as servers write them. */
class NextPageTest {

    private static final URI PAGE = URI.create(
            "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$filter=deviceName%20eq%20'A'");

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '^', textBlock = """
        https://graph.microsoft.com/v1.0/x?$skiptoken=a%20b       ; https://graph.microsoft.com/v1.0/x?$skiptoken=a%20b
        https://graph.microsoft.com:443/v1.0/x?$skiptoken=a       ; https://graph.microsoft.com:443/v1.0/x?$skiptoken=a
        HTTPS://GRAPH.microsoft.com/v1.0/x; HTTPS://GRAPH.microsoft.com/v1.0/x
        https://graph.microsoft.com/x?$filter=deviceName eq 'Zoë' ; https://graph.microsoft.com/x?$filter=deviceName%20eq%20'Zo%C3%AB'
        https://graph.microsoft.com/x?$skiptoken=["a","{b}"]      ; https://graph.microsoft.com/x?$skiptoken=%5B%22a%22,%22%7Bb%7D%22%5D
        https://graph.microsoft.com/x?$skiptoken=a|b^c`d\\e<f>    ; https://graph.microsoft.com/x?$skiptoken=a%7Cb%5Ec%60d%5Ce%3Cf%3E
        https://graph.microsoft.com/x?$skiptoken=100%&b=%zz       ; https://graph.microsoft.com/x?$skiptoken=100%25&b=%25zz
        https://graph.microsoft.com/x?$skiptoken=A#1              ; https://graph.microsoft.com/x?$skiptoken=A%231
        https://graph.microsoft.com/users('anna@contoso.com')/x   ; https://graph.microsoft.com/users('anna@contoso.com')/x
        /v1.0/deviceManagement/managedDevices?$skiptoken=a        ; https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$skiptoken=a
        managedDevices?$skiptoken=a                               ; https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$skiptoken=a
        MediaEntities?$skiptoken='1c038bc8'                        ; https://graph.microsoft.com/v1.0/deviceManagement/MediaEntities?$skiptoken='1c038bc8'
        https://graph.microsoft.com/x?$skiptoken=%5b%7B%22token%22%3a%22%2bRID%3a~a%3d%3d%23RT%3a1 ; https://graph.microsoft.com/x?$skiptoken=%5b%7B%22token%22%3a%22%2bRID%3a~a%3d%3d%23RT%3a1
        https://graph.microsoft.com/x?$skiptoken=Pc2%2fiIgIE%2bm8%3d ; https://graph.microsoft.com/x?$skiptoken=Pc2%2fiIgIE%2bm8%3d
        ?$skiptoken=a                                             ; https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$skiptoken=a
        """)
    void isRead(String link, String address) {
        assertEquals(Optional.of(URI.create(address)), NextPage.of(link, PAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/x",
                "//evil.example/x",
                "http://graph.microsoft.com/x",
                "https://graph.microsoft.com:8443/x",
                "https://anna@graph.microsoft.com/x",
                "https://graph.microsoft.com@evil.example/x",
                "https://graph.microsoft.com\\@evil.example/x",
                "https://graph.microsoft.com evil.example/x",
                "https://graph.microsoft.com.evil.example/x",
                "https://gräph.microsoft.com/x",
                "https:///x",
                "https:x",
                "mailto:anna@contoso.com",
                "javascript:alert(1)",
                "https://[::1]/x"
            })
    void isNotFollowedElsewhere(String link) {
        assertEquals(Optional.empty(), NextPage.of(link, PAGE));
    }
}
