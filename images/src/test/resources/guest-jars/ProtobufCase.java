import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Messages built, written, read and described; protobuf reaches its fields by offset where it can. */
public final class ProtobufCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    private static Descriptor type;

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static DynamicMessage sample() {
        return DynamicMessage.newBuilder(type).setField(type.findFieldByName("id"), 150).setField(type.findFieldByName("name"), "größe")
            .setField(type.findFieldByName("tags"), List.of(1L, -1L, 1L << 40)).setField(type.findFieldByName("data"), ByteString.copyFrom(new byte[] {1, 2}))
            .setField(type.findFieldByName("ratio"), 1.5).build();
    }

    public static void main(String[] args) throws Exception {
        DescriptorProto.Builder m = DescriptorProto.newBuilder().setName("Sample");
        Object[][] fields = {{"id", Type.TYPE_INT32, false}, {"name", Type.TYPE_STRING, false}, {"tags", Type.TYPE_SINT64, true}, {"data", Type.TYPE_BYTES, false}, {"ratio", Type.TYPE_DOUBLE, false}};
        for (int i = 0; i < fields.length; i++) {
            m.addField(FieldDescriptorProto.newBuilder().setName((String) fields[i][0]).setNumber(i + 1).setType((Type) fields[i][1])
                .setLabel((Boolean) fields[i][2] ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder().setName("s.proto").setSyntax("proto3").setPackage("p").addMessageType(m).build();
        type = FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Sample");
        check("full name", () -> type.getFullName() + " " + type.getFields().size());
        check("descriptor", () -> hex(file.toByteArray()));
        check("descriptor read", () -> FileDescriptorProto.parseFrom(file.toByteArray()).equals(file));
        check("written", () -> hex(sample().toByteArray()));
        check("read", () -> DynamicMessage.parseFrom(type, sample().toByteArray()).equals(sample()));
        check("text", () -> TextFormat.printer().printToString(sample()).replace("\n", "|"));
        check("text read", () -> {
            DynamicMessage.Builder b = DynamicMessage.newBuilder(type);
            TextFormat.merge("id: 5 name: 'x' tags: [1, 2]", b);
            return b.build().getAllFields().size();
        });
        check("text error", () -> {
            TextFormat.merge("id: five", DynamicMessage.newBuilder(type));
            return null;
        });
        check("hash", () -> sample().hashCode() == sample().hashCode());
        check("wrong type", () -> DynamicMessage.newBuilder(type).setField(type.findFieldByName("id"), "text"));
        check("cut short", () -> DynamicMessage.parseFrom(type, new byte[] {8}));
        check("bad tag", () -> DynamicMessage.parseFrom(type, new byte[] {0, 1}));
        check("bad text", () -> DynamicMessage.parseFrom(type, new byte[] {0x12, 2, (byte) 0xc3, 0x28}));
        check("unknown", () -> DynamicMessage.parseFrom(type, new byte[] {(byte) 0x98, 6, 1}).getUnknownFields().asMap().keySet());
        check("timestamp", () -> hex(Timestamp.newBuilder().setSeconds(1700000000L).setNanos(5).build().toByteArray()));
        check("duration", () -> Duration.parseFrom(Duration.newBuilder().setSeconds(-3).build().toByteArray()));
        Struct struct = Struct.newBuilder().putFields("k", Value.newBuilder().setListValue(ListValue.newBuilder().addValues(Value.newBuilder().setBoolValue(true))).build()).build();
        check("struct", () -> struct.toString().replace("\n", "|"));
        check("struct read", () -> Struct.parseFrom(struct.toByteArray()).equals(struct));
        check("builder merge", () -> struct.toBuilder().putFields("z", Value.newBuilder().setNumberValue(2).build()).build().getFieldsCount());
        check("oneof", () -> Value.newBuilder().setStringValue("a").setNumberValue(1).build().getKindCase());
        check("coded", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CodedOutputStream c = CodedOutputStream.newInstance(out);
            c.writeUInt32NoTag(300);
            c.writeSInt64NoTag(-5);
            c.writeStringNoTag("hi");
            c.writeFixed64NoTag(-1);
            c.flush();
            CodedInputStream in = CodedInputStream.newInstance(new ByteArrayInputStream(out.toByteArray()));
            return in.readUInt32() + " " + in.readSInt64() + in.readString() + in.readFixed64() + in.isAtEnd();
        });
        check("array coded", () -> {
            byte[] b = new byte[20];
            CodedOutputStream c = CodedOutputStream.newInstance(b);
            c.writeInt64(7, Long.MIN_VALUE);
            c.writeFloat(8, 1.25f);
            return hex(b) + c.spaceLeft();
        });
        check("too small", () -> {
            CodedOutputStream.newInstance(new byte[1]).writeFixed64NoTag(1);
            return null;
        });
        check("bytes", () -> ByteString.copyFromUtf8("abc").concat(ByteString.copyFrom(new byte[200])).substring(1, 150).size() + " " + ByteString.copyFromUtf8("é").isValidUtf8());
        check("unknown set", () -> UnknownFieldSet.newBuilder().mergeVarintField(3, 9).build().toString().strip());
        check("tags", () -> WireFormat.getTagFieldNumber(26) + " " + WireFormat.getTagWireType(26));
        check("deep", () -> {
            Value v = Value.newBuilder().setBoolValue(true).build();
            for (int i = 0; i < 120; i++) {
                v = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(v)).build();
            }
            return Value.parseFrom(v.toByteArray()).getKindCase();
        });
    }
}
