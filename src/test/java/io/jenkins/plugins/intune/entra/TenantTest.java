package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.values.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11111111-aaaa-4bbb-8ccc-222222222222",
                "contoso.onmicrosoft.com",
                "Contoso.COM",
                "a-b.c-d.example"
            })
    void takesGuidsAndDomains(String typed) throws Exception {
        assertEquals(typed.toLowerCase(java.util.Locale.ROOT), Tenant.require(" " + typed + " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "common",
                "Organizations",
                "consumers",
                "contoso",
                "contoso.com/x",
                "../x",
                "a..b",
                "-a.com",
                "a b.com",
                "",
                "contoso.com?x",
                "contoso.com#x",
                "a.c%6fm"
            })
    void refusesTheRest(String typed) {
        assertEquals(
                "tenantId",
                assertThrows(InvalidInputException.class, () -> Tenant.require(typed))
                        .field());
    }
}
