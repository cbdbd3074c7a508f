import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A small data set with every shape that a log can hold: bootstrap, then the parts to write.
 * Times are fixed, and a batch is exactly what is sent between two flushes.
 */
public final class WriteDataSet {
    private static final long START = 1_700_000_000_000L;
    private static final String[] CODECS = {"none", "gzip", "snappy", "lz4", "zstd"};

    private final String bootstrap;
    private final Admin admin;

    private WriteDataSet(String bootstrap) {
        this.bootstrap = bootstrap;
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        this.admin = Admin.create(properties);
    }

    public static void main(String[] args) throws Exception {
        WriteDataSet set = new WriteDataSet(args[0]);
        try {
            for (int i = 1; i < args.length; i++) set.part(args[i]);
        } finally {
            set.admin.close();
        }
    }

    private void part(String name) throws Exception {
        switch (name) {
            case "codecs": codecs(); break;
            case "plain": plain(); break;
            case "append-time": appendTime(); break;
            case "segments": segments(); break;
            case "transactions": transactions(); break;
            case "compacted": compacted(); break;
            case "delete-records": deleteRecords(); break;
            case "dirty": dirty(); break;
            case "dirty-transactions": dirtyTransactions(); break;
            case "more": more(); break;
            default: throw new IllegalArgumentException("unknown part " + name);
        }
    }

    private void create(String topic, int partitions, Map<String, String> configs) throws Exception {
        Map<String, String> all = new java.util.HashMap<>(Map.of("retention.ms", "-1", "index.interval.bytes", "256"));
        all.putAll(configs);
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(all))).all().get();
    }

    private KafkaProducer<byte[], byte[]> producer(String... settings) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("linger.ms", "60000");
        properties.put("delivery.timeout.ms", "180000");
        properties.put("batch.size", "100000");
        for (int i = 0; i < settings.length; i += 2) properties.put(settings[i], settings[i + 1]);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Keys, values and headers of every kind: null, empty, short, long, not ASCII. */
    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, int n) {
        byte[] key = n % 4 == 3 ? null : utf8(n % 7 == 0 ? "" : "key-" + n);
        byte[] value = n % 5 == 4 ? null : utf8(n % 11 == 0 ? "" : ("value " + n + " \u00e4\u20ac ").repeat(1 + n % 9));
        List<Header> headers = new ArrayList<>();
        if (n % 2 == 0) headers.add(new RecordHeader("trace", utf8("t" + n)));
        if (n % 6 == 0) headers.add(new RecordHeader("empty", new byte[0]));
        if (n % 8 == 0) headers.add(new RecordHeader("none", (byte[]) null));
        long backwards = n % 10 == 5 ? 2_500 : 0;
        return new ProducerRecord<>(topic, partition, START + n * 1000L - backwards, key, value, headers);
    }

    private static void batches(KafkaProducer<byte[], byte[]> producer, String topic, int partition, int from, int count, int size) {
        for (int batch = 0; batch < count; batch++) {
            for (int i = 0; i < size; i++) producer.send(record(topic, partition, from + batch * size + i));
            producer.flush();
        }
    }

    private void codecs() throws Exception {
        for (String codec : CODECS) {
            create("codec-" + codec, 1, Map.of());
            try (KafkaProducer<byte[], byte[]> producer = producer("compression.type", codec)) {
                batches(producer, "codec-" + codec, 0, 0, 5, 8);
            }
        }
    }

    private void plain() throws Exception {
        create("plain", 2, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = producer("enable.idempotence", "false", "acks", "1")) {
            batches(producer, "plain", 0, 0, 3, 4);
            batches(producer, "plain", 1, 100, 3, 1);
        }
    }

    private void appendTime() throws Exception {
        create("append-time", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        try (KafkaProducer<byte[], byte[]> none = producer(); KafkaProducer<byte[], byte[]> lz4 = producer("compression.type", "lz4")) {
            batches(none, "append-time", 0, 0, 2, 3);
            batches(lz4, "append-time", 0, 6, 2, 3);
        }
    }

    /** Rolled by time: each segment spans ten seconds of the records' own time. */
    private void segments() throws Exception {
        create("segments", 1, Map.of("segment.ms", "10000"));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            batches(producer, "segments", 0, 0, 15, 3);
        }
    }

    /** Committed, aborted, and two at once of which the first to start is the last to end. */
    private void transactions() throws Exception {
        create("transactions", 1, Map.of());
        try (KafkaProducer<byte[], byte[]> a = producer("transactional.id", "a"); KafkaProducer<byte[], byte[]> b = producer("transactional.id", "b")) {
            a.initTransactions();
            b.initTransactions();
            a.beginTransaction();
            batches(a, "transactions", 0, 0, 2, 2);
            a.commitTransaction();
            a.beginTransaction();
            batches(a, "transactions", 0, 10, 1, 3);
            b.beginTransaction();
            batches(b, "transactions", 0, 20, 1, 2);
            b.commitTransaction();
            a.abortTransaction();
            b.beginTransaction();
            batches(b, "transactions", 0, 30, 1, 1);
            b.abortTransaction();
            a.beginTransaction();
            batches(a, "transactions", 0, 40, 1, 1);
            a.commitTransaction();
        }
    }

    private void compacted() throws Exception {
        create("compacted", 1, Map.of("cleanup.policy", "compact", "segment.ms", "10000", "min.cleanable.dirty.ratio", "0.01"));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int batch = 0; batch < 8; batch++) {
                for (int i = 0; i < 4; i++) {
                    int n = batch * 4 + i;
                    String key = "key-" + (n * 7 % 5);
                    byte[] value = n % 6 == 5 ? null : utf8("value " + n);
                    producer.send(new ProducerRecord<>("compacted", 0, START + n * 2000L, utf8(key), value));
                }
                producer.flush();
            }
        }
    }

    private static final Map<String, String> COMPACT =
        Map.of("cleanup.policy", "compact", "segment.ms", "10000", "min.cleanable.dirty.ratio", "0.01");

    /** Something to clean in every codec: keys written over and over, tombstones, headers. */
    private void dirty() throws Exception {
        for (String codec : CODECS) {
            create("dirty-" + codec, 1, COMPACT);
            try (KafkaProducer<byte[], byte[]> producer = producer("compression.type", codec)) {
                for (int batch = 0; batch < 40; batch++) {
                    for (int i = 0; i < 10; i++) producer.send(overwrite("dirty-" + codec, batch * 10 + i, 23));
                    producer.flush();
                }
            }
        }
    }

    /** Some keys of each batch are written again later, some never, some are deleted. */
    private static ProducerRecord<byte[], byte[]> overwrite(String topic, int n, int keys) {
        byte[] key = utf8(n % 17 == 0 ? "once-" + n : "key-" + n * 7 % keys);
        byte[] value = n % 13 == 5 ? null : utf8("value " + n + " " + "filling ".repeat(n % 5));
        List<Header> headers = n % 3 == 0 ? List.of(new RecordHeader("n", utf8("" + n))) : List.of();
        return new ProducerRecord<>(topic, 0, START + n * 250L, key, value, headers);
    }

    /** The same in transactions, of which every third is aborted: its values must not win. */
    private void dirtyTransactions() throws Exception {
        create("dirty-transactions", 1, COMPACT);
        try (KafkaProducer<byte[], byte[]> producer = producer("transactional.id", "dirty")) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 40; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < 10; i++) producer.send(overwrite("dirty-transactions", transaction * 10 + i, 23));
                producer.flush();
                if (transaction % 3 == 2) producer.abortTransaction();
                else producer.commitTransaction();
            }
        }
    }

    private void deleteRecords() throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition("segments", 0), RecordsToDelete.beforeOffset(14))).all().get();
    }

    /** After a restart: the same topics, written under a new leader epoch by new producers. */
    private void more() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            batches(producer, "codec-none", 0, 40, 2, 4);
            batches(producer, "segments", 0, 45, 2, 3);
        }
    }
}
