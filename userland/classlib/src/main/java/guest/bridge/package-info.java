/**
 * Bridges of core classes: {@code B_java_lang_String} has a static method for every member of String whose call translated
 * code makes here instead. Names in these classes mean the host's classes; guest types are written out. The code is
 * instrumented, so that loops in it can be ended. Guests cannot name it.
 */
package guest.bridge;
