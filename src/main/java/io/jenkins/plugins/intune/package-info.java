/**
 * Asks Microsoft Intune to offer remote assistance. This package holds nothing; what lies where is listed in
 * CONTRIBUTING.md, and imports run downwards in that list.
 */
package io.jenkins.plugins.intune;
