/** Drivers of the machine's devices. Each publishes an interface of {@code org.sluice.kernel.driver} and has a manifest. */
module org.sluice.driver {
    requires org.sluice.abi;
    requires org.sluice.kernel;
    requires org.sluice.vm;

    exports org.sluice.driver.atm;
    exports org.sluice.driver.console;
    exports org.sluice.driver.disk;
    exports org.sluice.driver.entropy;
    exports org.sluice.driver.hostnet;
    exports org.sluice.driver.share;
}
