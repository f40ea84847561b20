package guest.javax.crypto;

import guest.java.security.Provider;

/** Replaced methods of JceSecurity: no algorithm is restricted, and providers are those of the library or the program's own. */
final class N_JceSecurity {
    private N_JceSecurity() {
    }

    static void setupJurisdictionPolicies() {
        JceSecurity.defaultPolicy = new CryptoPermissions();
        JceSecurity.defaultPolicy.add(CryptoAllPermission.INSTANCE);
        JceSecurity.exemptPolicy = new CryptoPermissions();
    }

    static boolean canUseProvider(Provider provider) {
        return true;
    }
}
