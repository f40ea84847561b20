package org.sluice.kernel.net;

import org.sluice.kernel.network.NetService;
import org.sluice.kernel.network.NetServiceFactory;

/** What the boot partition's network module offers to the kernel. */
public final class NetFactory implements NetServiceFactory {
    @Override
    public NetService create(Resources resources) {
        return new Net(resources);
    }
}
