import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything that a broker serves, as lines that can be compared: bootstrap, isolation level.
 * A line a topic, a line a partition, a line a record, a line for each time that is looked up; byte fields in base64, null as "-".
 */
public final class ReadTopics {
    /** Before, in and after the times of the data set: what the time indexes are asked for. */
    private static final long[] TIMES = {0, 1_700_000_000_000L, 1_700_000_007_300L, 1_700_000_023_000L, 1_700_000_044_999L, 4_000_000_000_000L};

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        List<TopicPartition> partitions;
        try (Admin admin = Admin.create(properties)) {
            partitions = topics(admin);
        }
        properties.put("isolation.level", args[1]);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "none");
        // A fetch that waits at the end of one partition holds up the next partition.
        properties.put("fetch.max.wait.ms", "20");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (TopicPartition partition : partitions) read(consumer, partition);
        }
    }

    private static List<TopicPartition> topics(Admin admin) throws Exception {
        Collection<String> names = new TreeSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, TopicDescription> described = new TreeMap<>(admin.describeTopics(names).allTopicNames().get());
        for (TopicDescription topic : described.values()) {
            System.out.println("topic " + topic.name() + " " + topic.topicId() + " " + topic.partitions().size() + configs(admin, topic.name()));
            for (TopicPartitionInfo partition : topic.partitions()) {
                System.out.println("partition " + topic.name() + " " + partition.partition() + " leader " + partition.leader().id()
                    + " replicas " + partition.replicas().size() + " isr " + partition.isr().size());
                partitions.add(new TopicPartition(topic.name(), partition.partition()));
            }
        }
        return partitions;
    }

    private static String configs(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        TreeMap<String, String> set = new TreeMap<>();
        for (ConfigEntry entry : admin.describeConfigs(List.of(resource)).all().get().get(resource).entries()) {
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) set.put(entry.name(), entry.value());
        }
        return " " + set;
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long start = consumer.beginningOffsets(one).get(partition);
        long end = consumer.endOffsets(one).get(partition);
        System.out.println("offsets " + partition + " " + start + " to " + end);
        // After DeleteRecords Kafka finds nothing for early times until it has removed the segments before the start.
        if (start == 0) {
            for (long time : TIMES) System.out.println("time " + partition + " " + time + " is " + consumer.offsetsForTimes(Map.of(partition, time)).get(partition));
        }
        consumer.seek(partition, start);
        long deadline = System.currentTimeMillis() + 20_000;
        while (consumer.position(partition) < end) {
            if (System.currentTimeMillis() > deadline) {
                System.out.println("stuck " + partition + " at " + consumer.position(partition));
                throw new IllegalStateException("stuck at " + partition);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) print(record);
        }
    }

    private static void print(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder line = new StringBuilder("record ");
        line.append(record.topic()).append(' ').append(record.partition()).append(' ').append(record.offset());
        line.append(' ').append(record.timestampType()).append(' ').append(record.timestamp());
        line.append(" epoch ").append(record.leaderEpoch().map(String::valueOf).orElse("-"));
        line.append(' ').append(base64(record.key())).append(' ').append(base64(record.value()));
        for (Header header : record.headers()) line.append(' ').append(header.key()).append('=').append(base64(header.value()));
        System.out.println(line);
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "-" : '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }
}
