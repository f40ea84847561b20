/** The network service: ATM connections, encapsulations, Classical IP, IPv4 and what is above it. */
module org.sluice.kernel.net {
    requires org.sluice.abi;
    requires transitive org.sluice.kernel;
    requires org.sluice.vm;

    provides org.sluice.kernel.network.NetServiceFactory with org.sluice.kernel.net.NetFactory;
}
