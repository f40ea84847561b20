/** The kernel: processes, threads, scheduling, handles, ports, system calls, and the SPIs of drivers and services. */
module org.sluice.kernel {
    requires transitive org.sluice.abi;
    requires transitive org.sluice.vm;

    exports org.sluice.kernel;
    exports org.sluice.kernel.driver;
    exports org.sluice.kernel.file;
    exports org.sluice.kernel.memory;
    exports org.sluice.kernel.network;
    exports org.sluice.kernel.pager.replace;

    uses org.sluice.kernel.file.FileServiceFactory;
    uses org.sluice.kernel.network.NetServiceFactory;

    provides org.sluice.vm.board.KernelEntry with org.sluice.kernel.boot.KernelBoot;
}
