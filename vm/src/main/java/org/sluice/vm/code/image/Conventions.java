package org.sluice.vm.code.image;

import org.sluice.vm.code.ClassFacts;
import org.sluice.vm.code.LibraryIndex;

/** Finds bridges that redirect nothing, most often because of a misspelled name or parameter. */
final class Conventions {
    private Conventions() {
    }

    /**
     * @param key a key of the redirected calls
     * @return what is wrong with the bridge, or {@code null}
     */
    static String problem(String key, LibraryIndex index) {
        int dot = key.indexOf('.');
        String owner = key.substring(0, dot);
        String member = key.substring(dot + 1);
        int open = member.indexOf('(');
        String name = member.substring(0, open);
        String descriptor = member.substring(open);
        if (!index.decisions().isCore(owner)) {
            return "bridge " + key + ": " + owner + " is no core class";
        }
        if (name.startsWith("get_")) {
            return null;
        }
        ClassFacts facts = index.find(owner);
        if (facts == null) {
            return "bridge " + key + ": no class " + owner;
        }
        int dollar = name.indexOf('$');
        String plain = dollar < 0 ? name : name.substring(0, dollar);
        if (plain.equals("init_")) {
            String parameters = descriptor.substring(0, descriptor.indexOf(')') + 1);
            return facts.methods().contains("<init>" + parameters + "V") ? null : "bridge " + key + ": no such constructor";
        }
        if (plain.startsWith("super_")) {
            plain = plain.substring("super_".length());
        }
        String receiver = "(L" + owner + ";";
        String instance = descriptor.startsWith(receiver) ? "(" + descriptor.substring(receiver.length()) : descriptor;
        boolean found = facts.methods().contains(plain + descriptor)
            || index.declaringClass(owner, plain + instance) != null;
        return found ? null : "bridge " + key + ": no such method";
    }
}
