package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;

/** What to do when nobody can say whether Intune got the request. */
public enum OnDoubt {
    /** Fail, and leave it to a person to look. The person at the device is asked once at most. */
    FAIL("fail"),
    /** Send again. The person at the device may be asked twice. */
    RESEND("resend");

    private final String id;

    OnDoubt(String id) {
        this.id = id;
    }

    /** The name that users write. */
    public String id() {
        return id;
    }

    /**
     * The choice of that name; {@link #FAIL} for none.
     *
     * @throws InvalidInputException if there is no such choice; the field is {@code onDoubt}
     */
    public static OnDoubt named(String id) throws InvalidInputException {
        String name = PlainText.trim(id);
        if (name.isEmpty()) {
            return FAIL;
        }
        for (OnDoubt choice : values()) {
            if (choice.id.equals(name)) {
                return choice;
            }
        }
        throw new InvalidInputException("onDoubt", Messages.OnDoubt_unknown(PlainText.oneLine(name, 40)));
    }
}
