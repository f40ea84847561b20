package org.sluice.images.architecture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where copies are made that are not counted, one method each, and why that is no payload of a program. A method that no longer copies
 * has no place here; {@link ArchitectureTest} says so.
 */
final class CopyExceptions {
    private static final String CLASS_BYTES = "class files, which the translator needs as arrays";
    private static final String BUILD = "runs on the host while an image is built";
    private static final String WORDS = "the words of a port call: control, at most 16";
    private static final String DMA = "what a controller does between memory and the host's side, without a processor of the machine";
    private static final String TABLES = "tables of numbers and references that grow, no bytes of a program";
    private static final String HEADERS = "a header of IP, which whoever sends it on has to have for himself; the payload stays where it lies";
    private static final String OAM = "cells of management, which the interface makes itself";
    private static final String PARTITIONS = "partition table and boot volume, written and read by firmware";

    private CopyExceptions() {
    }

    /** Reasons by class and method, as {@code Type.method}; lambdas count as the method around them. */
    static Map<String, String> all() {
        Map<String, String> e = new LinkedHashMap<>();
        kernel(e);
        code(e);
        firmware(e);
        devices(e);
        links(e);
        return e;
    }

    private static void kernel(Map<String, String> e) {
        e.put("org.sluice.kernel.area.AreaViews.mapNow", "references to the views that were opened, no bytes");
        e.put("org.sluice.kernel.ipc.Port.call", WORDS);
        e.put("org.sluice.kernel.ipc.Port.reply", WORDS);
        e.put("org.sluice.kernel.syscall.PortCalls.portReceive", WORDS);
        e.put("org.sluice.kernel.syscall.FileCalls.string", "a path");
        e.put("org.sluice.kernel.process.JarFile.find", CLASS_BYTES);
        e.put("org.sluice.kernel.tty.LineDiscipline.setMode", "keys typed ahead, edited once more one by one");
        e.put("org.sluice.kernel.fs.Vfs.readAll", CLASS_BYTES + "; they have been read from memory and counted");
        e.put("org.sluice.kernel.fs.view.ViewInode$Text.read", "text the kernel made for this reader");
        e.put("org.sluice.kernel.fs.view.ViewInode$Text.write", "a command to the kernel");
        e.put("org.sluice.kernel.fs.rom.RomFsWriter.write", BUILD);
        e.put("org.sluice.kernel.fs.rom.RomFsWriter.copy", BUILD);
        e.put("org.sluice.kernel.service.AtmSession.register", TABLES);
        e.put("org.sluice.kernel.service.AtmSession$Places.give", TABLES);
        e.put("org.sluice.kernel.net.ip.Forwarder.head", HEADERS);
        e.put("org.sluice.kernel.net.socket.RawSocket.transmit", HEADERS);
        e.put("org.sluice.kernel.net.tcp.PartQueue.grow", TABLES);
        e.put("org.sluice.kernel.net.tcp.recovery.Arrivals.add", TABLES);
        e.put("org.sluice.driver.atm.Buffers.grow", TABLES);
        e.put("org.sluice.driver.atm.Atm.describeLink", "a name, which comes through registers");
        e.put("org.sluice.driver.console.ConsoleDriver$Console.drain", "typed bytes, which come through a register one by one");
    }

    private static void code(Map<String, String> e) {
        e.put("org.sluice.vm.code.ClassArchive.open", "names of the archive's entries");
        e.put("org.sluice.vm.code.ClassArchive.names", "names of the archive's entries");
        e.put("org.sluice.vm.code.ClassArchive.find", CLASS_BYTES);
        e.put("org.sluice.vm.code.ProcessGate.define", CLASS_BYTES);
        e.put("org.sluice.vm.code.StoppableCode$Loader.pollClass", CLASS_BYTES);
        e.put("org.sluice.vm.code.DecisionTable.standard", "a table of the translator's own");
        e.put("org.sluice.vm.code.ClassArchiveWriter.writeTo", BUILD);
        e.put("org.sluice.vm.code.LibraryIndex.toBytes", BUILD);
        e.put("org.sluice.vm.code.image.LibraryBuilder.addJar", BUILD);
    }

    private static void firmware(Map<String, String> e) {
        e.put("org.sluice.vm.firmware.MemoryModules.unpack", "jars of the kernel's modules, before the kernel runs");
        e.put("org.sluice.vm.firmware.BootVolume.create", PARTITIONS);
        e.put("org.sluice.vm.firmware.BootVolume$VolumeDevice.read", PARTITIONS);
        e.put("org.sluice.vm.firmware.Gpt.checkHeader", PARTITIONS);
        e.put("org.sluice.vm.firmware.Gpt.format", PARTITIONS);
        e.put("org.sluice.vm.firmware.Gpt.formatEntry", PARTITIONS);
        e.put("org.sluice.vm.firmware.Gpt.parseEntry", PARTITIONS);
    }

    private static void devices(Map<String, String> e) {
        e.put("org.sluice.vm.device.atm.AtmNic.<init>", "the link's name");
        e.put("org.sluice.vm.device.atm.Oam.loopedBack", OAM);
        e.put("org.sluice.vm.device.atm.OamQueue.add", OAM);
        e.put("org.sluice.vm.device.atm.OamQueue.poll", OAM);
        e.put("org.sluice.vm.device.atm.Outgoing.copyTo", DMA);
        e.put("org.sluice.vm.device.atm.Reassembly.raw", DMA);
        e.put("org.sluice.vm.device.atm.Reassembly.scatter", DMA);
        e.put("org.sluice.vm.device.atm.Segmenter.add", OAM);
        e.put("org.sluice.vm.device.atm.Segmenter.cutRaw", DMA);
        e.put("org.sluice.vm.device.atm.cell.Aal5Crc.move", DMA);
        e.put("org.sluice.vm.device.atm.cell.Reassembler.cell", "cells on the host's side, for captures");
        e.put("org.sluice.vm.device.console.ConsoleDevice.receive", DMA);
        e.put("org.sluice.vm.device.console.ConsoleDevice.serve", DMA);
        e.put("org.sluice.vm.device.console.HostConsole.read", DMA);
        e.put("org.sluice.vm.device.console.MemoryConsole.read", DMA);
        e.put("org.sluice.vm.device.console.MemoryConsole.type", DMA);
        e.put("org.sluice.vm.device.console.MemoryConsole.write", DMA);
        e.put("org.sluice.vm.device.hostnet.Datagrams.deliver", DMA);
        e.put("org.sluice.vm.device.hostnet.Datagrams.fetch", DMA);
        e.put("org.sluice.vm.device.hostnet.Datagrams.kept", DMA);
        e.put("org.sluice.vm.device.share.ShareDevice.data", DMA);
        e.put("org.sluice.vm.device.share.ShareDevice.names", DMA);
        e.put("org.sluice.vm.device.share.ShareDevice.read", DMA);
        e.put("org.sluice.vm.device.share.ShareDevice.receive", DMA);
        e.put("org.sluice.vm.device.share.ShareDevice.send", DMA);
    }

    private static void links(Map<String, String> e) {
        String wire = "on its way outside of the machine";
        e.put("org.sluice.vm.device.atm.link.BytesPdu.copyTo", wire);
        e.put("org.sluice.vm.device.atm.link.FaultDirection.damage", wire);
        e.put("org.sluice.vm.device.atm.link.FaultLink.delay", wire);
        e.put("org.sluice.vm.device.atm.link.SwitchQueue.add", wire);
        e.put("org.sluice.vm.device.atm.link.SwitchQueue.remove", wire);
        e.put("org.sluice.vm.device.atm.link.TcpLine.keep", wire);
    }
}
