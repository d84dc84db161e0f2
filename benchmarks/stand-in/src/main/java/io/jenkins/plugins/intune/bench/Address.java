package io.jenkins.plugins.intune.bench;

/**
 * What a path below an API version, or below the root, asks about.
 *
 * @param device the device's id, or {@code null} if the path names none
 * @param action whether it is the action on that device
 */
record Address(String device, boolean action) {

    private static final String DEVICES = "anagedDevices/";
    private static final String ACTION = "/requestRemoteAssistance";

    static Address of(String url) {
        String path = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
        boolean action = path.endsWith(ACTION);
        int from = path.lastIndexOf(DEVICES);
        if (from < 0) {
            return new Address(null, action);
        }
        int to = action ? path.length() - ACTION.length() : path.length();
        return new Address(path.substring(from + DEVICES.length(), to), action);
    }
}
