package io.jenkins.plugins.intune.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who has got the session links of requests that the log does not know, so that each is noted once and not with every look at
 * a page. Remembers the latest. Not for several threads.
 */
final class UnknownOpenings {

    /** Most openings that are remembered. */
    private static final int MAX_REMEMBERED = 1_000;

    private record Opening(UUID id, String by) {}

    private final Set<Opening> noted = Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Opening, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    /** Whether this was not noted before. */
    boolean isNew(UUID id, String by) {
        return noted.add(new Opening(id, by));
    }
}
