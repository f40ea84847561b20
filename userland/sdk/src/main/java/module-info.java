/** The guest programming interface: typed access to system calls, child processes, signals, the terminal, areas of memory, ports and sockets. */
module org.sluice.sdk {
    requires transitive org.sluice.abi;

    exports org.sluice.sys;
    exports org.sluice.process;
    exports org.sluice.tty;
    exports org.sluice.io;
    exports org.sluice.net;
}
