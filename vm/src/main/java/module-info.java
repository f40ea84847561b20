/** The machine: memory, processors, devices, firmware, and the translator that makes class files executable on it. */
module org.sluice.vm {
    requires org.objectweb.asm;
    requires org.objectweb.asm.tree;
    requires org.objectweb.asm.commons;
    requires fat32.lib;

    exports org.sluice.vm.board;
    exports org.sluice.vm.bus;
    exports org.sluice.vm.code;
    exports org.sluice.vm.code.gate;
    exports org.sluice.vm.cpu;
    exports org.sluice.vm.device.atm.cell;
    exports org.sluice.vm.device.atm.link;
    exports org.sluice.vm.device.console;
    exports org.sluice.vm.device.hostnet;
    exports org.sluice.vm.dma;
    exports org.sluice.vm.firmware;
    exports org.sluice.vm.irq;
    exports org.sluice.vm.memory;
    exports org.sluice.vm.mmu;
    exports org.sluice.vm.time;

    uses org.sluice.vm.board.KernelEntry;
}
