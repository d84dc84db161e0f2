package io.jenkins.plugins.intune.index;

import java.util.List;

/**
 * What was found, as far as one page shows it.
 *
 * @param matches how many entries there are on all pages
 * @param page which page this is, from 1 on
 * @param pages how many there are, at least 1
 * @param entries those on this page, the latest first
 * @param counts how many entries of all pages are in each span of time, and of these of each outcome: first those without any,
 *     then in the order of {@link io.jenkins.plugins.intune.request.Outcome}
 */
public record AuditPart(int matches, int page, int pages, List<AuditEntry> entries, int[][] counts) {}
