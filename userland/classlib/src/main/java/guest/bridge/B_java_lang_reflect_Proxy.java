package guest.bridge;

import guest.java.lang.ClassLoader;
import guest.rt.Kernel;
import guest.rt.Lang;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Bridges of Proxy: proxies are defined by the host's loader behind the guest's. */
public final class B_java_lang_reflect_Proxy {
    private B_java_lang_reflect_Proxy() {
    }

    private static java.lang.ClassLoader host(ClassLoader loader) {
        return (java.lang.ClassLoader) (loader == null ? Kernel.GATE.applicationLoader() : Lang.access().hostLoader(loader));
    }

    private static void check(Class<?>[] interfaces) {
        for (Class<?> i : interfaces) {
            if (i != null && (Members.isForeign(i) || Members.isMachinery(i) || !Kernel.GATE.isVisible(i))) {
                throw new IllegalArgumentException(B_java_lang_Class.getName(i) + " is not visible");
            }
        }
    }

    public static Object newProxyInstance(ClassLoader loader, Class<?>[] interfaces, InvocationHandler handler) {
        check(interfaces);
        return Proxy.newProxyInstance(host(loader), interfaces, handler);
    }

    public static Class<?> getProxyClass(ClassLoader loader, Class<?>[] interfaces) {
        check(interfaces);
        return Proxy.getProxyClass(host(loader), interfaces);
    }
}
