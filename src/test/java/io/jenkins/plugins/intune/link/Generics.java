package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;

/**
 * The generic head of a class.
 *
 * @param parameters its type parameters as byte code writes them, or nothing
 * @param supertypes what it extends and implements, with type arguments, in order
 */
record Generics(String parameters, List<String> supertypes) {

    static Generics of(ClassNode type) {
        if (type.signature == null) {
            List<String> supertypes = new ArrayList<>();
            supertypes.add("L" + type.superName + ";");
            type.interfaces.forEach(name -> supertypes.add("L" + name + ";"));
            return new Generics("", supertypes);
        }
        int start = type.signature.startsWith("<") ? endOfParameters(type.signature) : 0;
        return new Generics(type.signature.substring(0, start), split(type.signature.substring(start)));
    }

    private static int endOfParameters(String signature) {
        int depth = 0;
        int at = 0;
        do {
            depth += step(signature.charAt(at));
            at++;
        } while (depth > 0);
        return at;
    }

    private static List<String> split(String types) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < types.length(); at++) {
            depth += step(types.charAt(at));
            if (depth == 0 && types.charAt(at) == ';') {
                found.add(types.substring(start, at + 1));
                start = at + 1;
            }
        }
        return found;
    }

    private static int step(char letter) {
        return letter == '<' ? 1 : letter == '>' ? -1 : 0;
    }
}
