package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;

/**
 * Which version of Microsoft Graph is called.
 *
 * @see <a href="https://learn.microsoft.com/graph/versioning-and-support">Versioning and support</a>
 */
public enum ApiVersion {
    /** {@code v1.0} where the form exists there, {@code beta} where it does not. */
    AUTO("auto"),
    /** Supported for production. */
    V1_0("v1.0"),
    /** Subject to change; the only version that has most of the forms. */
    BETA("beta");

    private final String id;

    ApiVersion(String id) {
        this.id = id;
    }

    /** The name that users write and, but for {@code auto}, the first part of a path. */
    public String id() {
        return id;
    }

    /** The version to call for a form: never {@link #AUTO}. */
    public ApiVersion resolve(DeviceForm form) {
        if (this != AUTO) {
            return this;
        }
        return form.inV1() ? V1_0 : BETA;
    }

    /**
     * The version of that name; {@link #AUTO} for none.
     *
     * @throws InvalidInputException if there is no such version; the field is {@code apiVersion}
     */
    public static ApiVersion named(String id) throws InvalidInputException {
        String name = PlainText.trim(id);
        if (name.isEmpty()) {
            return AUTO;
        }
        for (ApiVersion version : values()) {
            if (version.id.equals(name)) {
                return version;
            }
        }
        throw new InvalidInputException("apiVersion", Messages.ApiVersion_unknown(PlainText.oneLine(name, 40)));
    }
}
