import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How fast Kafka's consumer reads a topic from its start: bootstrap, topic, number of records.
 * The loop of ConsumerPerformance, but with assigned partitions: that tool insists on a group.
 * Prints: records, bytes, milliseconds of fetching (from the first poll's return).
 */
public final class ConsumerThroughput {
    public static void main(String[] args) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("receive.buffer.bytes", Integer.toString(2 * 1024 * 1024));
        properties.put("max.partition.fetch.bytes", Integer.toString(1024 * 1024));
        properties.put("check.crcs", "false");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        long wanted = Long.parseLong(args[2]);
        long records = 0;
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(args[1])) partitions.add(new TopicPartition(info.topic(), info.partition()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.poll(Duration.ofMillis(100)).count();
            consumer.seekToBeginning(partitions);
            long startedAt = System.nanoTime();
            long lastAt = startedAt;
            while (records < wanted && System.nanoTime() - lastAt < 10_000_000_000L) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records++;
                    if (record.key() != null) bytes += record.key().length;
                    if (record.value() != null) bytes += record.value().length;
                    lastAt = System.nanoTime();
                }
            }
            System.out.println(records + " " + bytes + " " + (lastAt - startedAt) / 1_000_000);
        }
        if (records < wanted) throw new IllegalStateException("only " + records + " of " + wanted + " records came");
    }
}
