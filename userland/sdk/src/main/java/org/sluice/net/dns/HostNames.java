package org.sluice.net.dns;

import java.util.List;
import org.sluice.abi.SystemCalls;

/** What the class library's {@code InetAddress} asks, in types that are the same above and below it. */
public final class HostNames {
    private HostNames() {
    }

    /** IPv4 addresses of a host, at least one, of four bytes. @throws ResolveException why there is none */
    public static byte[][] addresses(SystemCalls calls, String host) throws ResolveException {
        List<byte[]> found = Resolver.system(calls).addresses(host, 4);
        return found.toArray(new byte[0][]);
    }

    /** The name of an address of four or sixteen bytes. @throws ResolveException why there is none */
    public static String name(SystemCalls calls, byte[] address) throws ResolveException {
        return Resolver.system(calls).name(address);
    }
}
