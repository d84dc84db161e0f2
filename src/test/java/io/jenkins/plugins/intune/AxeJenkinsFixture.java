package io.jenkins.plugins.intune;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks with axe-core for what keeps people out of a page: all its rules for WCAG 2.2, levels A and AA. What lies inside an
 * element that the plugin renders counts as the plugin's own, also where it is made of Jenkins' tags; all around it is
 * Jenkins' own, and only counted.
 */
final class AxeJenkinsFixture {

    private static final List<Integer> WIDTHS = List.of(1280, 320);

    /** So high that the bar with Jenkins' buttons lies over no form: what is under it counts as a target without room. */
    private static final int HEIGHT = 4000;

    private static final String SCRIPT = """
            async ours => {
              for (let animations; (animations = document.getAnimations().filter(one => one.playState === 'running'
                  && one.effect.getComputedTiming().iterations !== Infinity)).length > 0;) {
                await Promise.allSettled(animations.map(one => one.finished));
              }
              const result = await axe.run(document, { elementRef: true,
                  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
              const mine = [], others = [];
              for (const violation of result.violations) {
                for (const node of violation.nodes) {
                  (ours.contains(node.element) ? mine : others).push(violation.id + ' ' + node.html + ' '
                      + node.any.concat(node.all).map(check => check.message).join('; '));
                }
              }
              const scrolls = element => element !== ours.parentElement
                  && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
              for (const element of ours.querySelectorAll('*')) {
                if (element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1
                    && !element.closest('svg') && !scrolls(element.parentElement)) {
                  mine.push('reflow ' + element.outerHTML.slice(0, 200));
                }
              }
              const rules = result.passes.length + result.violations.length + result.incomplete.length
                  + result.inapplicable.length;
              return { version: axe.version, rules, mine, others };
            }
            """;

    private final String axe;
    /** A line for each look at a page. */
    private final List<String> report = new ArrayList<>();

    private final List<String> ours = new ArrayList<>();

    AxeJenkinsFixture() throws IOException {
        try (InputStream script = AxeJenkinsFixture.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Looks at a page, light and dark, wide and narrow. The page is light and wide afterwards.
     *
     * @param mine what the plugin renders there
     */
    void look(Page page, String name, Locator mine) {
        page.evaluate(axe + "; undefined");
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : WIDTHS) {
                page.setViewportSize(width, HEIGHT);
                add(name + ", " + scheme.name().toLowerCase() + ", " + width + " px", mine.evaluate(SCRIPT));
            }
        }
        page.setViewportSize(WIDTHS.get(0), 1000);
    }

    private void add(String look, Object found) {
        Map<?, ?> result = (Map<?, ?>) found;
        List<?> mine = (List<?>) result.get("mine");
        mine.forEach(violation -> ours.add(look + ": " + violation));
        report.add("axe-core " + result.get("version") + ", " + look + ": " + result.get("rules")
                + " rules, violations of the plugin's own " + mine.size() + ", of Jenkins' own "
                + ((List<?>) result.get("others")).size());
    }

    /** A line for each look. */
    List<String> report() {
        return report;
    }

    /** The plugin's own violations. */
    List<String> ours() {
        return ours;
    }
}
