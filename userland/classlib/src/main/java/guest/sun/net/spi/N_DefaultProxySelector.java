package guest.sun.net.spi;

import guest.java.net.Proxy;

/** Natives of DefaultProxySelector: there is no desktop that has settings of its own. */
final class N_DefaultProxySelector {
    private N_DefaultProxySelector() {
    }

    static boolean init() {
        return false;
    }

    static Proxy[] getSystemProxies(DefaultProxySelector self, String protocol, String host) {
        return null;
    }
}
