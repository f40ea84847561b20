/** The system-call interface: the one thing kernel and guests share. Depends on nothing. */
module org.sluice.abi {
    exports org.sluice.abi;
}
