package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Keeps what both lanes' poms have to say twice equal: neither can read the other. */
class LaneVersionsTest {

    private static Element canonical;
    private static Element central;
    private static Element centralPlugin;

    @BeforeAll
    static void read() throws Exception {
        canonical = pom(Checkout.root().resolve("pom.xml"));
        central = pom(Checkout.root().resolve("central/pom.xml"));
        centralPlugin = pom(Checkout.root().resolve("central/plugin/pom.xml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "archunit",
                "awaitility",
                "azure-json",
                "fastcsv",
                "findsecbugs",
                "jazzer",
                "lincheck",
                "mock-oauth2-server",
                "msal4j",
                "wiremock"
            })
    void sameLibrary(String library) {
        String name = library + ".version";
        assertEquals(property(canonical, name), property(central, name), name);
    }

    @Test
    void sameJenkins() {
        String baseline = property(canonical, "jenkins.baseline");
        String version = property(canonical, "jenkins.version").replace("${jenkins.baseline}", baseline);
        assertEquals(version, property(central, "jenkins.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"artifactId", "description", "name", "url"})
    void sameText(String element) {
        assertEquals(text(canonical, element), text(centralPlugin, element));
    }

    private static String property(Element pom, String name) {
        return text(child(pom, "properties"), name);
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent().trim();
    }

    private static Element child(Element parent, String name) {
        Element found = null;
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found = element;
            }
        }
        assertNotNull(found, () -> "no <" + name + "> in <" + parent.getTagName() + ">");
        return found;
    }

    private static Element pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }
}
