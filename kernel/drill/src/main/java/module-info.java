/** Runs the network service outside of a machine, in virtual time: scripts of packets and calls, and simulated networks. */
module org.sluice.drill {
    requires org.sluice.abi;
    requires org.sluice.kernel;
    requires org.sluice.vm;

    exports org.sluice.drill;

    uses org.sluice.kernel.network.NetServiceFactory;
}
