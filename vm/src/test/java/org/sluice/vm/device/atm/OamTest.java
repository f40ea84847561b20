package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Crc10;
import org.sluice.vm.device.atm.cell.OamCell;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.VirtualClock;

/** F5 fault management between two interfaces. */
class OamTest {
    private static final long SECOND = 1_000_000_000L;
    private final VirtualClock clock = new VirtualClock();
    private final TestLinks.End[] ends = TestLinks.End.pair(Carriage.CELLS);

    private static byte[] cell(int vci, int function) {
        byte[] cell = new byte[53];
        CellHeader.put(CellHeader.pack(0, vci, CellHeader.PTI_END_TO_END, false), cell, 0);
        OamCell.alarm(cell, 5, function);
        return cell;
    }

    @Test
    void loopbackCellsComeBackWithTheirTag() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            a.open(0, 100);
            b.open(7, 100);
            for (int tag : new int[] {1, 0x7fffffff, -2}) {
                a.slot(0, NicRegisters.LOOPBACK, tag);
                a.settle();
                NicRig.Arrival answer = a.arrived.poll();
                assertEquals(NicRegisters.TYPE_LOOPBACK, answer.type());
                assertEquals(tag, (int) answer.cookie());
            }
            assertEquals(3, b.counter(NicCounters.LOOPBACK_ANSWERED));
            assertEquals(0, b.arrived.size());
        }
    }

    @Test
    void overALoopbackLinkItAnswersItself() {
        for (Carriage carriage : Carriage.values()) {
            try (NicRig rig = NicRig.loop(carriage)) {
                rig.open(0, 100);
                rig.slot(0, NicRegisters.LOOPBACK, 42);
                rig.settle();
                assertEquals(42, rig.arrived.poll().cookie());
            }
        }
    }

    @Test
    void badOamCellsAreCountedAndHaveNoEffect() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            b.open(0, 100);
            byte[] ais = cell(100, OamCell.AIS);
            ais[20] ^= 1;
            ends[0].send(ais, 0, 1);
            assertEquals(1, b.counter(NicCounters.DROP_OAM));
            assertEquals(0, b.slot(0, NicRegisters.ALARMS));
            b.assertCellsAddUp();
            assertEquals(0, a.counter(NicCounters.RX_CELLS));
        }
    }

    @Test
    void aisIsAnsweredWithRdiAndEndsAfterThreeAndAHalfSeconds() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            a.open(0, 100);
            b.open(1, 100);
            b.poll();
            ends[0].send(cell(100, OamCell.AIS), 0, 1);
            assertEquals(NicRegisters.ALARM_AIS, b.slot(1, NicRegisters.ALARMS));
            assertEquals(2, b.nic.read(NicRegisters.ALARMED));
            b.nic.write(NicRegisters.ALARMED, 2);
            b.settle(3 * SECOND);
            assertEquals(NicRegisters.ALARM_RDI, a.slot(0, NicRegisters.ALARMS));
            assertEquals(NicRegisters.ALARM_AIS, b.slot(1, NicRegisters.ALARMS));
            b.settle(600_000_000);
            assertEquals(0, b.slot(1, NicRegisters.ALARMS));
            assertEquals(2, b.nic.read(NicRegisters.ALARMED));
            assertEquals(4, b.counter(NicCounters.TX_OAM), "RDI at once, then each second");
            b.settle(3 * SECOND);
            assertEquals(0, a.slot(0, NicRegisters.ALARMS));
            assertEquals(4, b.counter(NicCounters.TX_OAM));
        }
    }

    @Test
    void manyAisCellsAreAnsweredOnceASecond() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            a.open(0, 100);
            b.open(1, 100);
            for (int i = 0; i < 500; i++) {
                ends[0].send(cell(100, OamCell.AIS), 0, 1);
                b.settle(10_000_000);
            }
            long answers = b.counter(NicCounters.TX_OAM);
            assertTrue(answers >= 5 && answers <= 6, answers + " answers in 5 s");
            assertEquals(500, b.counter(NicCounters.RX_OAM));
        }
    }

    @Test
    void loopbackCellsThatComeTooFastAreNotAllAnswered() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            a.open(0, 100);
            b.open(1, 100);
            byte[] cell = cell(100, OamCell.AIS);
            OamCell.loopback(cell, 5, 7, 99);
            for (int i = 0; i < 2000; i++) {
                ends[0].send(cell, 0, 1);
                b.settle(1_000_000);
            }
            long answered = b.counter(NicCounters.LOOPBACK_ANSWERED);
            assertTrue(answered >= 225 && answered <= 240, answered + " answers in 2 s");
            assertEquals(2000, answered + b.counter(NicCounters.OAM_OVERFLOW));
            b.assertCellsAddUp();
        }
    }

    @Test
    void oamCellsLeaveOthersTheirTurn() {
        TestLinks.End end = ends[0];
        end.rate = 1000;
        end.keep = true;
        end.peer = null;
        try (NicRig rig = new NicRig(end, clock)) {
            rig.open(0, 100);
            for (int i = 0; i < 50; i++) {
                rig.slot(0, NicRegisters.LOOPBACK, i);
            }
            rig.send(0, AtmNicTest.random(1, 440), 1, 0, 440);
            rig.settle(SECOND / 5);
            int data = 0;
            for (byte[] sent : end.seen.subList(0, 50)) {
                data += CellHeader.user(CellHeader.get(sent, 0)) ? 1 : 0;
            }
            assertTrue(data >= 9, data + " of 10 cells among the first 50");
        }
    }

    @Test
    void continuityIsCheckedAndMissed() {
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            long mode = NicRig.mode(NicRegisters.MODE_LARGE | NicRegisters.MODE_CONTINUITY, 1000);
            a.open(0, 100, mode, 0, 0, 1, 0, 0);
            b.open(0, 100, mode, 0, 0, 1, 0, 0);
            ends[0].keep = true;
            a.settle(10 * SECOND);
            List<byte[]> checks = ends[0].seen;
            assertTrue(checks.size() >= 9 && checks.size() <= 11, checks.size() + " checks in 10 s");
            for (byte[] check : checks) {
                assertEquals(OamCell.CONTINUITY, OamCell.function(check, 5));
                assertTrue(Crc10.good(check, 5));
            }
            assertEquals(0, b.slot(0, NicRegisters.ALARMS));
            a.command(0, NicRegisters.CLOSE);
            b.settle(2 * SECOND);
            assertEquals(0, b.slot(0, NicRegisters.ALARMS));
            b.settle(2 * SECOND);
            assertEquals(NicRegisters.ALARM_CONTINUITY, b.slot(0, NicRegisters.ALARMS));
            a.open(0, 100, mode, 0, 0, 1, 0, 0);
            a.settle(2 * SECOND);
            assertEquals(0, b.slot(0, NicRegisters.ALARMS));
        }
    }
}
