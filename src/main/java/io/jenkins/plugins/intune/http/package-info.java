/**
 * The plugin's one HTTP client: asynchronous, over HTTP/1.1, bounded in time and size, and able to say of every failure
 * whether the request had left. Knows nothing of Jenkins, Graph or Entra.
 */
package io.jenkins.plugins.intune.http;
