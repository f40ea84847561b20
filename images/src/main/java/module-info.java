/** The image builder and the launcher: what a person on the host starts. */
module org.sluice.images {
    requires org.sluice.vm;
    requires info.picocli;
    requires java.compiler;
    requires jdk.unsupported;
    // only the JVM that builds images has the kernel's modules on its path
    requires static org.sluice.kernel.fs;
    // only the JVM that compares translated code with the host's has it on its path
    requires static org.sluice.abi;
    // the guest programs of the benchmarks, which run on the machine
    requires static org.sluice.sdk;

    opens org.sluice.images to info.picocli;
    opens org.sluice.images.bench to info.picocli;
    opens org.sluice.images.command to info.picocli;
}
