package org.sluice.apps.file;

/** Names of user and group numbers. Sluice has one user. */
final class Users {
    private Users() {
    }

    static String name(long id) {
        return id == 0 ? "root" : Long.toString(id);
    }
}
