package org.sluice.drill.run;

import org.sluice.drill.packet.Packet;

/** A packet that the machine has sent. @param at monotonic nanoseconds */
record Sniffed(Packet packet, long at) {
}
