/**
 * Asks the assignors of Kafka's group coordinator.
 *
 *     java -cp 'lib/*' AssignPartitions.java < lines
 *
 * Each line is a question in JSON, topics by their numbers:
 *
 *     {"assignor":"uniform","counts":[3,2],
 *      "members":[{"id":"a","instanceId":null,"topics":[0,1],"target":[[0,[0,1]]]}]}
 *
 * It is answered by the partitions of each member, in the members' order: [[[0,[0,1,2]],[1,[0]]]].
 */
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.assignor.RangeAssignor;
import org.apache.kafka.coordinator.group.assignor.UniformAssignor;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;

public class AssignPartitions {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.append(JSON.writeValueAsString(answer(JSON.readTree(line)))).append('\n');
        }
        System.out.print(out);
    }

    private static ArrayNode answer(JsonNode question) {
        Map<String, MemberSubscriptionAndAssignmentImpl> members = new LinkedHashMap<>();
        Map<Uuid, Map<Integer, String>> owners = new HashMap<>();
        Set<Set<Uuid>> subscriptions = new LinkedHashSet<>();
        for (JsonNode member : question.get("members")) {
            String id = member.get("id").asText();
            Set<Uuid> topics = new LinkedHashSet<>();
            member.get("topics").forEach(topic -> topics.add(topicId(topic)));
            Map<Uuid, Set<Integer>> target = targetOf(member);
            target.forEach((topic, partitions) -> partitions.forEach(
                partition -> owners.computeIfAbsent(topic, __ -> new HashMap<>()).put(partition, id)));
            subscriptions.add(topics);
            members.put(id, new MemberSubscriptionAndAssignmentImpl(Optional.empty(),
                Optional.ofNullable(member.get("instanceId").textValue()), topics, new Assignment(target)));
        }
        SubscriptionType type = subscriptions.size() == 1 ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS;
        ConsumerGroupPartitionAssignor assignor =
            question.get("assignor").asText().equals("range") ? new RangeAssignor() : new UniformAssignor();
        Map<String, MemberAssignment> shares =
            assignor.assign(new GroupSpecImpl(members, type, owners), topics(question.get("counts"))).members();
        ArrayNode answer = JSON.createArrayNode();
        members.keySet().forEach(id -> write(answer.addArray(), shares.get(id)));
        return answer;
    }

    private static Uuid topicId(JsonNode number) {
        return new Uuid(0, number.asInt() + 1);
    }

    private static Map<Uuid, Set<Integer>> targetOf(JsonNode member) {
        Map<Uuid, Set<Integer>> target = new LinkedHashMap<>();
        for (JsonNode topic : member.get("target")) {
            Set<Integer> partitions = new LinkedHashSet<>();
            topic.get(1).forEach(partition -> partitions.add(partition.asInt()));
            target.put(topicId(topic.get(0)), partitions);
        }
        return target;
    }

    private static SubscribedTopicDescriber topics(JsonNode counts) {
        return new SubscribedTopicDescriber() {
            @Override
            public int numPartitions(Uuid topicId) {
                return counts.get((int) topicId.getLeastSignificantBits() - 1).asInt();
            }

            @Override
            public Set<String> racksForPartition(Uuid topicId, int partition) {
                return Set.of();
            }
        };
    }

    /** A member of an empty assignment is not in the answer. */
    private static void write(ArrayNode member, MemberAssignment share) {
        if (share == null) return;
        new TreeMap<>(share.partitions()).forEach((topicId, partitions) -> {
            ArrayNode topic = member.addArray().add(topicId.getLeastSignificantBits() - 1);
            ArrayNode numbers = topic.addArray();
            new TreeSet<>(partitions).forEach(numbers::add);
        });
    }
}
