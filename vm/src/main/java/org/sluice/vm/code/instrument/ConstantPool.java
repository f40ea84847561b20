package org.sluice.vm.code.instrument;

import java.nio.charset.StandardCharsets;

/** The constant pool of a class file whose entries are complete and refer to entries of the right kind. */
final class ConstantPool {
    static final int UTF8 = 1;
    static final int INTEGER = 3;
    static final int FLOAT = 4;
    static final int LONG = 5;
    static final int DOUBLE = 6;
    static final int CLASS = 7;
    static final int STRING = 8;
    static final int FIELD = 9;
    static final int METHOD = 10;
    static final int INTERFACE_METHOD = 11;
    static final int NAME_AND_TYPE = 12;
    static final int METHOD_HANDLE = 15;
    static final int METHOD_TYPE = 16;
    static final int DYNAMIC = 17;
    static final int INVOKE_DYNAMIC = 18;
    static final int MODULE = 19;
    static final int PACKAGE = 20;

    private final byte[] file;
    private final int[] offsets;

    /** Reads the pool at the cursor, which stands behind it afterwards. */
    ConstantPool(byte[] file, ClassBytes in) {
        this.file = file;
        int count = in.u2();
        if (count == 0) {
            throw new ClassFormatError("Constant pool size is 0; it must be at least 1");
        }
        offsets = new int[count];
        for (int i = 1; i < count; i++) {
            offsets[i] = in.position();
            int tag = in.u1();
            switch (tag) {
                case UTF8 -> utf8(in, i);
                case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> in.skip(4);
                case LONG, DOUBLE -> {
                    in.skip(8);
                    i++;
                    if (i >= count) {
                        throw new ClassFormatError("Constant pool entry " + (i - 1) + " takes two places and has only one");
                    }
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skip(2);
                case METHOD_HANDLE -> in.skip(3);
                default -> throw new ClassFormatError("Unknown constant tag " + tag + " in constant pool entry " + i);
            }
        }
        for (int i = 1; i < count; i++) {
            if (offsets[i] != 0) {
                checkReferences(i);
            }
        }
    }

    /** The encoding is checked in the form a JVM accepts: one to three bytes, no zero byte, no surplus. */
    private void utf8(ClassBytes in, int index) {
        int length = in.u2();
        int start = in.position();
        in.skip(length);
        int i = start;
        while (i < start + length) {
            int first = file[i] & 0xff;
            int size = first == 0 || first >= 0xf0 ? 0 : first < 0x80 ? 1 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
            boolean valid = size != 0 && i + size <= start + length;
            for (int k = 1; valid && k < size; k++) {
                valid = (file[i + k] & 0xc0) == 0x80;
            }
            if (!valid) {
                throw new ClassFormatError("Illegal UTF8 string in constant pool entry " + index);
            }
            i += size;
        }
    }

    private void checkReferences(int index) {
        int tag = tag(index);
        switch (tag) {
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> require(u2(index, 1), UTF8);
            case FIELD, METHOD, INTERFACE_METHOD -> {
                require(u2(index, 1), CLASS);
                require(u2(index, 3), NAME_AND_TYPE);
            }
            case NAME_AND_TYPE -> {
                require(u2(index, 1), UTF8);
                require(u2(index, 3), UTF8);
                if (u1(u2(index, 3), 3, ' ') == ' ') {
                    throw new ClassFormatError("Empty descriptor in constant pool entry " + index);
                }
            }
            case DYNAMIC, INVOKE_DYNAMIC -> require(u2(index, 3), NAME_AND_TYPE);
            case METHOD_HANDLE -> {
                int kind = file[offsets[index] + 1];
                int target = u2(index, 2);
                if (kind < 1 || kind > 9) {
                    throw new ClassFormatError("Bad method handle kind " + kind + " in constant pool entry " + index);
                }
                if (kind <= 4) {
                    require(target, FIELD);
                } else if (kind == 9) {
                    require(target, INTERFACE_METHOD);
                } else {
                    requireAny(target, METHOD, INTERFACE_METHOD);
                }
            }
            default -> { }
        }
    }

    private int u1(int index, int offset, int ifEmpty) {
        return u2(index, 1) == 0 ? ifEmpty : file[offsets[index] + offset];
    }

    private int u2(int index, int offset) {
        int at = offsets[index] + offset;
        return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }

    /** The kind of an entry; 0 for an index that names none. */
    int tag(int index) {
        return index <= 0 || index >= offsets.length || offsets[index] == 0 ? 0 : file[offsets[index]];
    }

    void require(int index, int kind) {
        if (tag(index) != kind) {
            throw new ClassFormatError("Constant pool index " + index + " should name an entry of kind " + kind + ", has "
                    + tag(index));
        }
    }

    void requireAny(int index, int... kinds) {
        for (int kind : kinds) {
            if (tag(index) == kind) {
                return;
            }
        }
        throw new ClassFormatError("Constant pool index " + index + " names an entry of a wrong kind, " + tag(index));
    }

    /** The kind ({@link #FIELD} etc.) of reference and whether its descriptor is a method's. */
    boolean hasMethodDescriptor(int reference) {
        int nameAndType = u2(reference, 3);
        return u1(u2(nameAndType, 3), 3, 0) == '(';
    }

    /** Text of a UTF8 entry for comparison and messages; characters beyond ASCII may come out wrong. */
    String text(int index) {
        require(index, UTF8);
        return new String(file, offsets[index] + 3, u2(index, 1), StandardCharsets.UTF_8);
    }

    /** Internal name of a class entry. */
    String className(int index) {
        require(index, CLASS);
        return text(u2(index, 1));
    }
}
