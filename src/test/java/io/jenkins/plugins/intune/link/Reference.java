package io.jenkins.plugins.intune.link;

import org.objectweb.asm.Type;

/**
 * One thing that a class asks of another one.
 *
 * @param user the class that asks
 * @param kind what it asks for
 * @param owner the class that is asked
 * @param name the member's name, or {@code null} for the class itself
 * @param descriptor the member's types, or {@code null} for the class itself
 * @param isStatic whether the member has to be static
 * @param ofInterface whether the asked class has to be an interface
 */
record Reference(
        String user, Kind kind, String owner, String name, String descriptor, boolean isStatic, boolean ofInterface) {

    /** What can be asked for; the texts are the words of the record. */
    enum Kind {
        /** The class is mentioned. */
        TYPE(""),
        /** An object of exactly this class is made. */
        INSTANCE(""),
        /** The type is used as an annotation. */
        ANNOTATION(""),
        /** A constructor is called, by {@code new} or by a subclass. */
        CONSTRUCTOR("new"),
        CALL("call"),
        READ("read"),
        WRITE("write"),
        /** A method of the class is overridden or implemented. */
        OVERRIDE("override"),
        /** A value is given to an annotation's element. */
        ELEMENT("element");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    static Reference toType(String user, Kind kind, String owner) {
        return new Reference(user, kind, owner, null, null, false, false);
    }

    boolean isMethod() {
        return kind == Kind.CONSTRUCTOR || kind == Kind.CALL || kind == Kind.OVERRIDE;
    }

    boolean isField() {
        return kind == Kind.READ || kind == Kind.WRITE;
    }

    /** The same member, asked of another class. */
    Reference at(String otherOwner) {
        return new Reference(user, kind, otherOwner, name, descriptor, isStatic, ofInterface);
    }

    /** One line for people, the same whoever asks, in an order that sorts members under their class. */
    String text() {
        String type = Names.of(owner);
        String prefix = type + (kind.word.isEmpty() ? "" : " " + kind.word) + (isStatic ? " static" : "");
        return switch (kind) {
            case TYPE, INSTANCE, ANNOTATION -> type;
            case CONSTRUCTOR -> prefix + " " + Names.parameters(descriptor);
            case CALL, OVERRIDE ->
                prefix + " " + name + Names.parameters(descriptor) + ": " + Names.returned(descriptor);
            case READ, WRITE ->
                prefix + " " + name + ": " + Type.getType(descriptor).getClassName();
            case ELEMENT -> prefix + " " + name;
        };
    }
}
