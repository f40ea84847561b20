package org.sluice.vm.code.instrument;

import java.util.BitSet;

/**
 * Checks one {@code Code} attribute: complete instructions, operands of the right kind, jumps to instructions, switches and
 * tables within the code.
 */
final class CodeLimits {
    /** Frames are kept expanded, so a few bytes may stand for many entries; a method of javac has far fewer. */
    private static final long MAX_FRAME_ENTRIES = 4_000_000;
    private static final int MAX_CODE = 65535;

    /**
     * Operand layout of each opcode from nop to jsr_w: a digit for that many plain bytes, c and C a constant loaded by a short
     * or long index, W the two-slot form, f field, m method, i interface method, d invokedynamic, k class, b jump, B wide jump,
     * t and l the switches, w wide, n newarray type, a multianewarray.
     */
    private static final String OPERANDS = "0".repeat(16) + "12cCW" + "11111" + "0".repeat(20) + "0".repeat(8) + "11111"
            + "0".repeat(20) + "0".repeat(53) + "2" + "0".repeat(20) + "b".repeat(16) + "1" + "tl" + "0".repeat(6)
            + "ffffmmmid" + "k" + "n" + "k" + "00" + "kk" + "00" + "w" + "a" + "bb" + "BB";

    private final ConstantPool pool;
    private final String method;
    private final BitSet starts = new BitSet();
    private final BitSet targets = new BitSet();
    private long frameEntries;

    CodeLimits(ConstantPool pool, String method) {
        this.pool = pool;
        this.method = method;
    }

    /** Checks the attribute's contents; returns how many expanded frame entries it stands for. */
    long check(ClassBytes in) {
        in.u2();
        in.u2();
        int length = in.s4();
        if (length <= 0 || length > MAX_CODE) {
            throw error("has code of " + (length & 0xffffffffL) + " bytes; 1 to 65535 are allowed");
        }
        ClassBytes code = in.slice(length);
        int base = code.position();
        while (code.remaining() > 0) {
            starts.set(code.position() - base);
            instruction(code, base);
        }
        exceptionTable(in, length);
        for (int target = targets.nextSetBit(0); target >= 0; target = targets.nextSetBit(target + 1)) {
            if (!starts.get(target)) {
                throw error("has a jump or handler at offset " + target + ", where no instruction begins");
            }
        }
        attributes(in);
        return frameEntries;
    }

    private void instruction(ClassBytes code, int base) {
        int at = code.position() - base;
        int opcode = code.u1();
        char layout = opcode < OPERANDS.length() ? OPERANDS.charAt(opcode) : '?';
        switch (layout) {
            case '0' -> { }
            case '1' -> code.skip(1);
            case '2' -> code.skip(2);
            case 'c' -> loadable(code.u1(), false);
            case 'C' -> loadable(code.u2(), false);
            case 'W' -> loadable(code.u2(), true);
            case 'f' -> {
                int field = code.u2();
                pool.require(field, ConstantPool.FIELD);
                if (pool.hasMethodDescriptor(field)) {
                    throw error("uses a field with a method's descriptor at offset " + at);
                }
            }
            case 'm' -> requireMethod(code.u2(), at, ConstantPool.METHOD, ConstantPool.INTERFACE_METHOD);
            case 'i' -> {
                requireMethod(code.u2(), at, ConstantPool.INTERFACE_METHOD);
                code.skip(2);
            }
            case 'd' -> {
                requireMethod(code.u2(), at, ConstantPool.INVOKE_DYNAMIC);
                code.skip(2);
            }
            case 'k' -> pool.require(code.u2(), ConstantPool.CLASS);
            case 'n' -> {
                int type = code.u1();
                if (type < 4 || type > 11) {
                    throw error("has newarray of unknown type " + type + " at offset " + at);
                }
            }
            case 'a' -> multianewarray(code, at);
            case 'b' -> target(at + (long) code.s2());
            case 'B' -> target(at + (long) code.s4());
            case 't' -> tableswitch(code, base, at);
            case 'l' -> lookupswitch(code, base, at);
            case 'w' -> wide(code, at);
            default -> throw error("has unknown opcode " + opcode + " at offset " + at);
        }
    }

    private void multianewarray(ClassBytes code, int at) {
        int type = code.u2();
        int dimensions = code.u1();
        String name = pool.className(type);
        if (dimensions == 0 || dimensions > name.length() || !name.startsWith("[".repeat(dimensions))) {
            throw error("has multianewarray of " + dimensions + " dimensions for " + name + " at offset " + at);
        }
    }

    private void loadable(int index, boolean wide) {
        int tag = pool.tag(index);
        boolean ok = switch (tag) {
            case ConstantPool.LONG, ConstantPool.DOUBLE -> wide;
            case ConstantPool.INTEGER, ConstantPool.FLOAT, ConstantPool.STRING, ConstantPool.CLASS, ConstantPool.METHOD_HANDLE,
                ConstantPool.METHOD_TYPE -> !wide;
            case ConstantPool.DYNAMIC -> !pool.hasMethodDescriptor(index);
            default -> false;
        };
        if (!ok) {
            throw error("loads constant pool entry " + index + " of kind " + tag);
        }
    }

    private void requireMethod(int index, int at, int... kinds) {
        pool.requireAny(index, kinds);
        if (!pool.hasMethodDescriptor(index)) {
            throw error("calls something without a method's descriptor at offset " + at);
        }
    }

    private void tableswitch(ClassBytes code, int base, int at) {
        pad(code, base);
        target(at + (long) code.s4());
        long low = code.s4();
        long high = code.s4();
        if (low > high || (high - low + 1) * 4 > code.remaining()) {
            throw error("has a tableswitch from " + low + " to " + high + " at offset " + at);
        }
        for (long i = low; i <= high; i++) {
            target(at + (long) code.s4());
        }
    }

    private void lookupswitch(ClassBytes code, int base, int at) {
        pad(code, base);
        target(at + (long) code.s4());
        long pairs = code.s4();
        if (pairs < 0 || pairs * 8 > code.remaining()) {
            throw error("has a lookupswitch of " + pairs + " pairs at offset " + at);
        }
        for (long i = 0; i < pairs; i++) {
            code.s4();
            target(at + (long) code.s4());
        }
    }

    private static void pad(ClassBytes code, int base) {
        code.skip(-(code.position() - base) & 3);
    }

    private void wide(ClassBytes code, int at) {
        int opcode = code.u1();
        boolean iinc = opcode == 132;
        boolean loadOrStore = opcode >= 21 && opcode <= 25 || opcode >= 54 && opcode <= 58 || opcode == 169;
        if (!iinc && !loadOrStore) {
            throw error("has wide opcode " + opcode + " at offset " + at);
        }
        code.skip(iinc ? 4 : 2);
    }

    private void target(long offset) {
        if (offset < 0 || offset > MAX_CODE) {
            throw error("jumps to offset " + offset);
        }
        targets.set((int) offset);
    }

    private void exceptionTable(ClassBytes in, int length) {
        int count = in.u2();
        for (int i = 0; i < count; i++) {
            int start = in.u2();
            int end = in.u2();
            int handler = in.u2();
            int type = in.u2();
            if (start >= end || end > length) {
                throw error("has an exception range from " + start + " to " + end + " in code of " + length + " bytes");
            }
            target(start);
            if (end < length) {
                target(end);
            }
            target(handler);
            if (type != 0) {
                pool.require(type, ConstantPool.CLASS);
            }
        }
    }

    private void attributes(ClassBytes in) {
        int count = in.u2();
        for (int i = 0; i < count; i++) {
            String name = pool.text(in.u2());
            ClassBytes content = in.slice(in.s4() & 0xffffffffL);
            if (name.equals("StackMapTable")) {
                stackMapTable(content);
            }
        }
        if (in.remaining() != 0) {
            throw error("has " + in.remaining() + " surplus bytes in its Code attribute");
        }
    }

    /** ASM reads frames of every version, and until the attribute's end instead of by their number; so no byte may be left. */
    private void stackMapTable(ClassBytes in) {
        int frames = in.u2();
        long locals = 255;
        for (int i = 0; i < frames; i++) {
            int type = in.u1();
            if (type < 64) {
                frameEntries += locals;
            } else if (type < 128) {
                verificationType(in);
                frameEntries += locals + 1;
            } else if (type == 247) {
                in.u2();
                verificationType(in);
                frameEntries += locals + 1;
            } else if (type >= 248 && type <= 251) {
                in.u2();
                frameEntries += locals;
            } else if (type >= 252 && type <= 254) {
                in.u2();
                for (int k = 251; k < type; k++) {
                    verificationType(in);
                    locals++;
                }
                frameEntries += locals;
            } else if (type == 255) {
                in.u2();
                locals = in.u2();
                for (long k = 0; k < locals; k++) {
                    verificationType(in);
                }
                int stack = in.u2();
                for (int k = 0; k < stack; k++) {
                    verificationType(in);
                }
                frameEntries += locals + stack;
            } else {
                throw error("has a stack map frame of unknown type " + type);
            }
            if (frameEntries > MAX_FRAME_ENTRIES) {
                throw error("has stack map frames with too many locals in all");
            }
        }
        if (in.remaining() != 0) {
            throw error("has " + in.remaining() + " surplus bytes in its StackMapTable");
        }
    }

    private void verificationType(ClassBytes in) {
        int tag = in.u1();
        if (tag == 7) {
            pool.require(in.u2(), ConstantPool.CLASS);
        } else if (tag == 8) {
            int origin = in.u2();
            if (!starts.get(origin)) {
                throw error("has a stack map frame with an uninitialised object of offset " + origin);
            }
        } else if (tag > 8) {
            throw error("has a stack map frame with a type of unknown tag " + tag);
        }
    }

    private ClassFormatError error(String what) {
        return new ClassFormatError("Method " + method + " " + what);
    }
}
