package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Goes through a part of a page as somebody does who has no mouse. */
final class KeyboardJenkinsFixture {

    /**
     * Names what can be used there, and puts the keyboard right before it. Of radio buttons one stands for all. Help is
     * left out: Jenkins puts it before all else, by its tabindex.
     */
    private static final String BEGIN = """
            ours => {
              const start = document.createElement('span');
              start.tabIndex = 0;
              ours.prepend(start);
              start.focus();
              const groups = new Set();
              const names = [];
              for (const one of ours.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
                if (one.disabled || one === start || one.tabIndex !== 0 || !one.checkVisibility({ visibilityProperty: true })
                    || one.type === 'hidden') {
                  continue;
                }
                if (one.type === 'radio') {
                  const group = [...ours.querySelectorAll('input[type=radio]')].filter(other => other.name === one.name);
                  if (group.some(other => other.checked) ? !one.checked : group[0] !== one) {
                    continue;
                  }
                }
                const name = names.length + ' ' + one.outerHTML.slice(0, 160);
                one.dataset.walk = name;
                names.push(name);
              }
              return names;
            }
            """;

    private KeyboardJenkinsFixture() {}

    /** Presses Tab until all that can be used there has had its turn. */
    static void walk(Page page, Locator ours) {
        List<?> usable = (List<?>) ours.evaluate(BEGIN);
        assertTrue(!usable.isEmpty(), "there is something to use");
        Set<String> missing = new TreeSet<>();
        usable.forEach(one -> missing.add((String) one));
        for (int i = 0; i < usable.size() + 20 && !missing.isEmpty(); i++) {
            page.keyboard().press("Tab");
            Object reached = page.evaluate("document.activeElement.dataset.walk || ''");
            missing.remove((String) reached);
        }
        assertEquals(Set.of(), missing, "what the keyboard does not reach");
    }

    /** Presses a key where something is. */
    static void press(Locator where, String key) {
        where.focus();
        where.page().keyboard().press(key);
    }
}
