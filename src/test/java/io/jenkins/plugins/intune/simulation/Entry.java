package io.jenkins.plugins.intune.simulation;

/**
 * An entry of a build: a device, as somebody named it.
 *
 * @param naming how
 * @param device the device that is meant
 */
record Entry(Naming naming, SimulatedDevice device) {

    /** How a device is named. */
    enum Naming {
        ID,
        USER_AND_ID,
        COMANAGED,
        SCRIPT,
        SERIAL_NUMBER,
        NAME,
        USER,
        ENTRA_ID;

        /** Whether the device has to be looked up. */
        boolean isLookUp() {
            return ordinal() >= SERIAL_NUMBER.ordinal();
        }
    }

    /** Whether another entry is written just like this one, whatever device that means. */
    boolean isWrittenLike(Entry other) {
        return naming == other.naming && value().equals(other.value());
    }

    private String value() {
        return switch (naming) {
            case SERIAL_NUMBER -> device.serialNumber;
            case NAME -> device.name;
            case USER -> device.user;
            default -> device.id;
        };
    }

    @Override
    public String toString() {
        return device + " by " + naming;
    }
}
