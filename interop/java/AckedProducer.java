import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Properties;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Produces numbered records with acks=all until stdin ends, and writes down each acknowledgement:
 * bootstrap, topic, file of acknowledgements ("partition offset number" lines), records a second.
 * A broker that dies meanwhile is waited for: delivery is tried for two minutes.
 */
public final class AckedProducer {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("acks", "all");
        properties.put("linger.ms", "2");
        properties.put("reconnect.backoff.max.ms", "100");
        properties.put("retry.backoff.max.ms", "100");
        long pauseNanos = 1_000_000_000L / Long.parseLong(args[3]);
        PrintStream acks = new PrintStream(new BufferedOutputStream(new FileOutputStream(args[2]), 64), false);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            long next = System.nanoTime();
            for (long number = 0; System.in.available() == 0; number++) {
                String value = number + " " + "x".repeat((int) (number % 200));
                long acknowledged = number;
                producer.send(new ProducerRecord<>(args[1], "key-" + number % 100, value), (metadata, error) -> {
                    if (error != null) System.err.println("not delivered: " + acknowledged + ": " + error);
                    else {
                        acks.println(metadata.partition() + " " + metadata.offset() + " " + acknowledged);
                        acks.flush();
                    }
                });
                next += pauseNanos;
                long wait = next - System.nanoTime();
                if (wait > 0) Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                else if (wait < -1_000_000_000L) next = System.nanoTime();
            }
        }
        acks.close();
    }
}
