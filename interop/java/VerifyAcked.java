import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic from its start and compares it with what was acknowledged: bootstrap, topic, file
 * of acknowledgements. Every acknowledged number must be at its offset, none may be there twice,
 * offsets must be without a gap.
 */
public final class VerifyAcked {
    public static void main(String[] args) throws Exception {
        Map<String, Long> acknowledged = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(args[2]))) {
            String[] parts = line.split(" ");
            if (parts.length == 3) acknowledged.put(parts[0] + " " + parts[1], Long.parseLong(parts[2]));
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "none");
        Map<String, Long> found = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(args[1])) partitions.add(new TopicPartition(info.topic(), info.partition()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.currentTimeMillis() + 30_000;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.currentTimeMillis() > deadline) fail("reading does not reach the end offsets " + ends);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    found.put(record.partition() + " " + record.offset(), number(record.value()));
                }
            }
            long records = ends.values().stream().mapToLong(Long::longValue).sum();
            if (found.size() < records) fail("offsets end at " + ends + ", but only " + found.size() + " records are there");
        }
        compare(acknowledged, found);
    }

    private static void compare(Map<String, Long> acknowledged, Map<String, Long> found) {
        for (Map.Entry<String, Long> ack : acknowledged.entrySet()) {
            Long there = found.get(ack.getKey());
            if (!ack.getValue().equals(there)) fail("acknowledged " + ack.getValue() + " at (partition offset) " + ack.getKey() + ", found " + there);
        }
        Set<Long> numbers = new HashSet<>();
        for (Map.Entry<String, Long> record : found.entrySet()) {
            if (!numbers.add(record.getValue())) fail("record " + record.getValue() + " is there twice, once at " + record.getKey());
        }
        System.out.println("acknowledged " + acknowledged.size() + " found " + found.size());
    }

    private static long number(String value) {
        String[] parts = value.split(" ", 2);
        long number = Long.parseLong(parts[0]);
        if (parts[1].length() != number % 200) fail("the value of record " + number + " has " + parts[1].length() + " letters");
        return number;
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }
}
