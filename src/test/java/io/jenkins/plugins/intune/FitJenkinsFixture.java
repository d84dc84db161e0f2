package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/**
 * Whether all of a page can be read, on a phone and on a screen, with everything opened that can be: a reason is a paragraph,
 * IDs are long, and a Chinese text may break between any two characters.
 */
final class FitJenkinsFixture {

    private static final List<Integer> WIDTHS = List.of(400, 1280);

    private static final String SCRIPT = """
            main => {
              const problems = [];
              const root = document.documentElement;
              const named = element => element.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);
              const inner = element => { const style = getComputedStyle(element);
                return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight); };
              const em = element => parseFloat(getComputedStyle(element).fontSize);
              if (root.scrollWidth > root.clientWidth) {
                problems.push('the page scrolls sideways: ' + root.scrollWidth);
              }
              for (const cell of main.querySelectorAll('[class*=intune] td')) {
                if (cell.checkVisibility() && cell.innerText.trim().length > 3 && inner(cell) < 4 * em(cell)) {
                  problems.push(inner(cell) + ' px wide: ' + named(cell));
                }
              }
              for (const heading of main.querySelectorAll('[class*=intune] th')) {
                const words = document.createRange();
                words.selectNodeContents(heading);
                if (heading.checkVisibility() && words.getBoundingClientRect().height > 2 * em(heading)) {
                  problems.push('more than a line: ' + named(heading));
                }
              }
              for (const scroller of main.querySelectorAll('.intune-requests, .intune-log__scroll')) {
                if (!scroller.checkVisibility()) {
                  continue;
                }
                if (innerWidth > 1000 && scroller.scrollWidth > scroller.clientWidth) {
                  problems.push('cut off by ' + (scroller.scrollWidth - scroller.clientWidth) + ' px: ' + named(scroller));
                }
                if (scroller.offsetWidth < inner(scroller.parentElement) - 8) {
                  problems.push('room is lost: ' + scroller.offsetWidth + ' of ' + inner(scroller.parentElement));
                }
              }
              const pen = document.createElement('canvas').getContext('2d');
              for (const field of main.querySelectorAll('.intune-filter :is(input[placeholder], select)')) {
                const style = getComputedStyle(field);
                pen.font = style.font;
                const text = field.placeholder || field.selectedOptions[0].text;
                if (pen.measureText(text).width > inner(field) + 0.5) {
                  problems.push('cut: ' + text + ' in ' + inner(field) + ' px');
                }
                // Jenkins' arrow takes 10 pixels that end 13 before the right edge.
                if (field.localName === 'select' && parseFloat(style.paddingRight) < 23) {
                  problems.push('the arrow is over: ' + text);
                }
              }
              return problems.join('\\n');
            }
            """;

    private FitJenkinsFixture() {}

    /** Opens what can be opened, and looks at each width. */
    static void look(Page page, String name) throws Exception {
        Locator main = page.locator("#main-panel");
        main.evaluate("main => main.querySelectorAll('details').forEach(part => { part.open = true; })");
        for (int width : WIDTHS) {
            page.setViewportSize(width, 1000);
            BrowserJenkinsFixture.look(page, "fit-" + name + "-" + width);
            assertEquals("", main.evaluate(SCRIPT), name + " at " + width + " pixels");
        }
    }
}
