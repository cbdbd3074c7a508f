import java.io.File;
import java.nio.ByteBuffer;
import java.util.Base64;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.message.KRaftVersionRecordJsonConverter;
import org.apache.kafka.common.message.LeaderChangeMessageJsonConverter;
import org.apache.kafka.common.message.SnapshotFooterRecordJsonConverter;
import org.apache.kafka.common.message.SnapshotHeaderRecordJsonConverter;
import org.apache.kafka.common.message.VotersRecordJsonConverter;
import org.apache.kafka.common.metadata.MetadataJsonConverters;
import org.apache.kafka.common.metadata.MetadataRecordType;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.ControlRecordUtils;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * Every field of every batch and record of log files, as JSON, one line a batch, read by Kafka's
 * own classes. DumpLogSegments shows the same, but cannot tell null from empty, nor show headers.
 * Each argument is a path; with "metadata:" before it, values are decoded as metadata records.
 */
public final class DumpSegments {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        for (String arg : args) {
            boolean metadata = arg.startsWith("metadata:");
            System.out.println("file " + arg);
            try (FileRecords records = FileRecords.open(new File(metadata ? arg.substring(9) : arg), false)) {
                for (FileChannelRecordBatch batch : records.batches()) {
                    System.out.println(JSON.writeValueAsString(batch(batch, metadata)));
                }
            }
        }
    }

    private static ObjectNode batch(FileChannelRecordBatch batch, boolean metadata) {
        ObjectNode node = JSON.createObjectNode();
        node.put("position", batch.position());
        node.put("sizeInBytes", batch.sizeInBytes());
        node.put("baseOffset", batch.baseOffset());
        node.put("lastOffset", batch.lastOffset());
        node.put("magic", batch.magic());
        node.put("crc", batch.checksum());
        node.put("isValid", batch.isValid());
        node.put("partitionLeaderEpoch", batch.partitionLeaderEpoch());
        node.put("codec", batch.compressionType().name);
        node.put("timestampType", batch.timestampType() == TimestampType.CREATE_TIME ? "CreateTime" : "LogAppendTime");
        node.put("maxTimestamp", batch.maxTimestamp());
        node.put("isTransactional", batch.isTransactional());
        node.put("isControl", batch.isControlBatch());
        node.put("deleteHorizonMs", batch.deleteHorizonMs().isPresent() ? (Long) batch.deleteHorizonMs().getAsLong() : (Long) null);
        node.put("producerId", batch.producerId());
        node.put("producerEpoch", batch.producerEpoch());
        node.put("baseSequence", batch.baseSequence());
        node.put("lastSequence", batch.lastSequence());
        Integer count = batch.countOrNull();
        node.put("recordCount", count);
        ArrayNode records = node.putArray("records");
        for (Record record : batch) records.add(record(batch, record, metadata));
        return node;
    }

    private static ObjectNode record(RecordBatch batch, Record record, boolean metadata) {
        ObjectNode node = JSON.createObjectNode();
        node.put("offset", record.offset());
        node.put("timestamp", record.timestamp());
        node.put("sequence", record.sequence());
        node.put("key", base64(record.hasKey() ? record.key() : null));
        node.put("value", base64(record.hasValue() ? record.value() : null));
        ArrayNode headers = node.putArray("headers");
        for (Header header : record.headers()) {
            headers.addObject().put("key", header.key()).put("value", base64(header.value() == null ? null : ByteBuffer.wrap(header.value())));
        }
        if (batch.isControlBatch()) control(node, record);
        else if (metadata) metadata(node, record);
        return node;
    }

    private static void control(ObjectNode node, Record record) {
        ControlRecordType type = ControlRecordType.parse(record.key());
        ObjectNode control = node.putObject("control");
        control.put("type", type.name());
        switch (type) {
            case ABORT:
            case COMMIT:
                control.put("coordinatorEpoch", EndTransactionMarker.deserialize(record).coordinatorEpoch());
                break;
            case LEADER_CHANGE:
                var leader = ControlRecordUtils.deserializeLeaderChangeMessage(record);
                control.set("data", LeaderChangeMessageJsonConverter.write(leader, leader.version()));
                break;
            case SNAPSHOT_HEADER:
                var header = ControlRecordUtils.deserializeSnapshotHeaderRecord(record);
                control.set("data", SnapshotHeaderRecordJsonConverter.write(header, header.version()));
                break;
            case SNAPSHOT_FOOTER:
                var footer = ControlRecordUtils.deserializeSnapshotFooterRecord(record);
                control.set("data", SnapshotFooterRecordJsonConverter.write(footer, footer.version()));
                break;
            case KRAFT_VERSION:
                var version = ControlRecordUtils.deserializeKRaftVersionRecord(record);
                control.set("data", KRaftVersionRecordJsonConverter.write(version, version.version()));
                break;
            case KRAFT_VOTERS:
                var voters = ControlRecordUtils.deserializeVotersRecord(record);
                control.set("data", VotersRecordJsonConverter.write(voters, voters.version()));
                break;
            default:
                break;
        }
    }

    private static void metadata(ObjectNode node, Record record) {
        ApiMessageAndVersion message = new MetadataRecordSerde().read(new ByteBufferAccessor(record.value()), record.valueSize());
        ObjectNode decoded = node.putObject("metadata");
        decoded.put("type", MetadataRecordType.fromId(message.message().apiKey()).name());
        decoded.put("version", message.version());
        decoded.set("data", MetadataJsonConverters.writeJson(message.message(), message.version()));
    }

    private static String base64(ByteBuffer bytes) {
        if (bytes == null) return null;
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
