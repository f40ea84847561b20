/** The file service: the tree of names, and the file systems that can be mounted in it. */
module org.sluice.kernel.fs {
    requires org.sluice.abi;
    requires transitive org.sluice.kernel;
    requires org.sluice.vm;

    exports org.sluice.kernel.fs;
    exports org.sluice.kernel.fs.node;
    exports org.sluice.kernel.fs.rom;

    provides org.sluice.kernel.file.FileServiceFactory with org.sluice.kernel.fs.BootFileService;
}
